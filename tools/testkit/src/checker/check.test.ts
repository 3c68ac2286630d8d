import { describe, expect, test } from 'vitest'
import type { AuditRow } from '@parley/database'
import { check } from './check'
import type { Evidence, LoggedEvent } from './evidence'
import { findingKinds, type FindingKind, type Findings } from './findings'
import type { Observation } from '../history/observation'
import { createRecorder } from '../history/recorder'

const room = 'room-1'
const epoch = 100

/** Ada sends a1, a2 and a3, Ben sends b1; both watch, Cyd has a page of the room. Everything is sound. */
function sound() {
  const said = [
    { id: 'a1', client: 'Ada', nth: 1, seq: 101 },
    { id: 'b1', client: 'Ben', nth: 1, seq: 102 },
    { id: 'a2', client: 'Ada', nth: 2, seq: 103 },
    { id: 'a3', client: 'Ada', nth: 3, seq: 104 },
  ]
  const observations: Observation[] = ['Ada', 'Ben', 'Cyd'].map((client) => ({
    kind: 'joined',
    client,
    room,
    at: 1,
  }))
  for (const client of ['Ada', 'Ben']) observations.push({ kind: 'watching', client, room, seq: 100, at: 2 })
  said.forEach(({ id, client, nth, seq }, i) => {
    const at = 1_000 * (i + 1)
    observations.push({ kind: 'wrote', client, room, id, operation: saying(bodyOf(id)), nth, at })
    observations.push({ kind: 'acked', client, room, id, seq, epoch, at: at + 10 })
    for (const viewer of ['Ada', 'Ben', 'Cyd'])
      observations.push({
        kind: 'saw',
        client: viewer,
        room,
        id,
        seq,
        epoch,
        saying: bodyOf(id),
        at: at + 20,
      })
  })
  const shown = said.map(({ id, seq }) => ({ id, seq, look: bodyOf(id) }))
  observations.push({ kind: 'shows', client: 'Cyd', room, from: 101, shown, at: 9_000 })
  return {
    observations,
    rows: said.map(({ id, seq }) => row(seq, id)),
    logged: said.map(({ id }): LoggedEvent => ({ roomId: room, id, saying: bodyOf(id) })),
  }
}

type Sound = ReturnType<typeof sound>

const bodyOf = (id: string) => `body of ${id}`
const saying = (body: string) => ({ kind: 'message', body }) as const

function row(seq: number, id: string, inEpoch = epoch): AuditRow {
  const message = { id, epoch: inEpoch, authorId: 'x', body: bodyOf(id) }
  return { seq, message, change: { id, messageId: id, kind: 'message', epoch: inEpoch, authorId: 'x' } }
}

function judge(
  { observations, rows, logged }: Sound,
  rules: Pick<Evidence, 'redisKeptData' | 'hasOtherWriters'> = {},
): Findings {
  const { observe, history } = createRecorder()
  observations.forEach(observe)
  return check({
    history,
    stored: [{ roomId: room, rows: [...rows].sort((a, b) => a.seq - b.seq) }],
    logged,
    ...rules,
  })
}

/** The sentences of these kinds; fails if another kind was found. */
function foundOnly(findings: Findings, ...kinds: FindingKind[]): string[] {
  const others = findingKinds.filter((kind) => !kinds.includes(kind))
  for (const kind of others) expect(findings[kind], kind).toEqual([])
  for (const kind of kinds) expect(findings[kind], kind).not.toEqual([])
  return kinds.flatMap((kind) => findings[kind].map(({ what }) => what))
}

function dropped(evidence: Sound, drop: (observation: Observation) => boolean): Sound {
  return { ...evidence, observations: evidence.observations.filter((each) => !drop(each)) }
}

function changed(evidence: Sound, change: (observation: Observation) => Observation): Sound {
  return { ...evidence, observations: evidence.observations.map(change) }
}

const isOf = (observation: Observation, id: string) => 'id' in observation && observation.id === id

test('a sound history has no findings', () => {
  const findings = judge(sound())
  foundOnly(findings)
  expect(findings.acked).toBe(4)
})

describe('lost', () => {
  test('acknowledged and not in PostgreSQL', () => {
    const evidence = sound()
    evidence.rows.pop() // the last one: no gap reveals it
    const what = foundOnly(judge(evidence), 'lost', 'misordered')
    expect(what).toContain("a3 (Ada's no. 3) was acknowledged as 104 and is not in PostgreSQL")
  })

  test('shown to a client and not in PostgreSQL, though never acknowledged', () => {
    const evidence = dropped(sound(), (each) => each.kind === 'acked' && each.id === 'a3')
    evidence.rows.pop()
    const { lost } = judge(evidence)
    expect(lost[0]).toMatchObject({ id: 'a3', room, client: 'Ada', numbers: [104] })
    expect(lost[0]?.what).toContain('was shown to Ada as 104')
  })

  test('acknowledged and not in the log', () => {
    const evidence = sound()
    evidence.logged.pop()
    expect(foundOnly(judge(evidence), 'lost')).toEqual([
      "a3 (Ada's no. 3) was acknowledged and is not in the log",
    ])
  })

  test('in one table only', () => {
    const evidence = sound()
    evidence.rows[3] = { ...evidence.rows[3]!, change: null }
    expect(foundOnly(judge(evidence), 'lost')).toEqual(['messages has a3 and changes nothing at 104'])
  })

  test('a view lacks it after the quiet moment', () => {
    const evidence = dropped(
      sound(),
      (each) => each.kind === 'saw' && each.client === 'Ben' && each.id === 'a2',
    )
    const { lost } = judge(evidence)
    foundOnly(judge(evidence), 'lost')
    expect(lost).toEqual([
      {
        what: "Ben never saw a2 (Ada's no. 2), stored at 103",
        room,
        id: 'a2',
        client: 'Ben',
        numbers: [103],
      },
    ])
  })

  test('a page lacks it after the quiet moment', () => {
    const evidence = changed(sound(), (each) =>
      each.kind === 'shows' ? { ...each, shown: each.shown.filter(({ id }) => id !== 'b1') } : each,
    )
    expect(foundOnly(judge(evidence), 'lost')).toEqual(["Cyd does not show b1 (Ben's no. 1), stored at 102"])
  })

  test('no client has to see messages from before or after it watched', () => {
    const evidence = dropped(
      sound(),
      (each) => each.kind === 'saw' && each.client === 'Ben' && each.id === 'a1',
    )
    const later = changed(evidence, (each) =>
      each.kind === 'watching' && each.client === 'Ben' ? { ...each, seq: 101 } : each,
    )
    foundOnly(judge(later))
    const gone = { ...evidence, observations: [...evidence.observations] }
    gone.observations.push({ kind: 'unwatched', client: 'Ben', room, at: 9_500 })
    foundOnly(judge(gone))
  })
})

describe('doubled', () => {
  test('twice in PostgreSQL', () => {
    const evidence = sound()
    evidence.rows.push(row(105, 'a1'))
    expect(foundOnly(judge(evidence), 'doubled', 'lost', 'misordered')).toContain(
      'a1 is twice in messages, at 101 and 105',
    )
  })

  test('one id with two seqs in one epoch, for two clients that saw it', () => {
    const evidence = changed(sound(), (each) =>
      each.kind === 'saw' && each.client === 'Cyd' && each.id === 'a3' ? { ...each, seq: 105 } : each,
    )
    const { doubled } = judge(evidence)
    foundOnly(judge(evidence), 'doubled')
    expect(doubled).toEqual([
      {
        what: "a3 (Ada's no. 3) is 104 for Ada and 105 for Cyd, both in epoch 100",
        room,
        id: 'a3',
        client: 'Cyd',
        numbers: [104, 105],
      },
    ])
  })

  test('acknowledged with one seq and stored with another of the same epoch', () => {
    const evidence = changed(sound(), (each) =>
      isOf(each, 'a3') && 'seq' in each ? { ...each, seq: 105 } : each,
    )
    const what = foundOnly(judge(evidence), 'doubled', 'lost')
    expect(what).toContain("a3 (Ada's no. 3) is 105 for Ada and 104 for PostgreSQL, both in epoch 100")
  })

  test('stored, and given another seq when a new epoch began', () => {
    const evidence = sound()
    evidence.observations.push({
      kind: 'saw',
      client: 'Cyd',
      room,
      id: 'a3',
      seq: 501,
      epoch: 500,
      at: 9_000,
    })
    expect(foundOnly(judge(evidence), 'doubled')).toEqual([
      "a3 (Ada's no. 3) is stored at 104 and came to Cyd again as 501, in a later epoch",
    ])
  })

  test('sequenced again, even with the same seq', () => {
    const evidence = sound()
    evidence.observations.push({
      kind: 'saw',
      client: 'Cyd',
      room,
      id: 'a3',
      seq: 104,
      epoch: 500,
      at: 9_000,
    })
    expect(foundOnly(judge(evidence), 'doubled')).toHaveLength(1)
  })

  test('seen twice by a client, as two messages', () => {
    const evidence = sound()
    const copy = {
      kind: 'saw',
      client: 'Cyd',
      room,
      id: 'z9',
      seq: 105,
      epoch,
      saying: bodyOf('a3'),
    } as const
    evidence.observations.push({ ...copy, at: 9_000 })
    evidence.rows.push({ ...row(105, 'z9'), message: { ...row(105, 'z9').message!, body: bodyOf('a3') } })
    const { doubled } = judge(evidence)
    expect(doubled.map(({ what }) => what)).toEqual(["a3 (Ada's no. 3) is there again as z9, at 104 and 105"])
  })

  test('stored again under another id that no client saw', () => {
    const evidence = sound()
    evidence.rows.push({ ...row(105, 'z9'), message: { ...row(105, 'z9').message!, body: bodyOf('a3') } })
    expect(foundOnly(judge(evidence), 'doubled')).toEqual([
      "a3 (Ada's no. 3) is there again as z9, at 104 and 105",
    ])
  })

  test('twice on one page', () => {
    const evidence = changed(sound(), (each) =>
      each.kind === 'shows'
        ? { ...each, shown: [...each.shown, { id: 'a3', seq: 104, look: bodyOf('a3') }] }
        : each,
    )
    expect(foundOnly(judge(evidence), 'doubled')).toEqual([
      "Cyd shows a3 (Ada's no. 3) twice, at 104 and 104",
    ])
  })
})

describe('misordered', () => {
  test("one sender's messages in another order than written", () => {
    const evidence = changed(sound(), (each) => {
      if (each.kind === 'shows')
        return {
          ...each,
          shown: each.shown
            .map((one) => ({ ...one, seq: swapped(one.id, one.seq) }))
            .sort((a, b) => a.seq - b.seq),
        }
      return 'seq' in each && 'id' in each ? { ...each, seq: swapped(each.id, each.seq) } : each
    })
    evidence.rows = evidence.rows.map(({ seq, message }) => row(swapped(message!.id, seq), message!.id))
    const { misordered } = judge(evidence)
    foundOnly(judge(evidence), 'misordered')
    expect(misordered).toEqual([
      {
        what: "a2 (Ada's no. 2) stands at 104, after a3 (Ada's no. 3) at 103",
        room,
        id: 'a2',
        client: 'Ada',
        numbers: [103, 104],
      },
    ])
  })

  test('one seq for two messages of an epoch', () => {
    const evidence = sound()
    const other = { client: 'Ben', room, id: 'b2' } as const
    evidence.observations.push(
      { kind: 'wrote', ...other, operation: saying('b2'), nth: 2, at: 5_000 },
      { kind: 'acked', ...other, seq: 104, epoch, at: 5_010 },
    )
    const what = foundOnly(judge(evidence), 'misordered', 'lost')
    expect(what).toContain("104 of epoch 100 is a3 (Ada's no. 3) for Ada and b2 (Ben's no. 2) for Ben")
  })

  test('two views of an epoch disagree', () => {
    const other: Record<string, number> = { b1: 103, a2: 102 }
    const evidence = changed(sound(), (each) =>
      each.kind === 'saw' && each.client === 'Cyd' ? { ...each, seq: other[each.id] ?? each.seq } : each,
    )
    const what = foundOnly(judge(evidence), 'misordered', 'doubled')
    expect(what).toContain("103 of epoch 100 is b1 (Ben's no. 1) for Cyd and a2 (Ada's no. 2) for Ada")
  })

  test('a gap in the seqs of an epoch', () => {
    const evidence = sound()
    evidence.rows.push(row(107, 'a4'))
    for (const kind of ['wrote', 'acked'] as const)
      evidence.observations.push({
        ...{ client: 'Ada', room, id: 'a4', operation: saying(bodyOf('a4')), nth: 4, seq: 107, epoch },
        ...{ kind, at: 8_000 },
      })
    const { misordered } = judge(evidence)
    expect(misordered).toEqual([
      { what: 'changes has no 105, 106, before 107 in epoch 100', room, numbers: [105, 106, 107] },
    ])
  })

  test('an epoch does not begin with the seq after its own number', () => {
    const evidence = sound()
    evidence.rows.shift()
    expect(judge(evidence).misordered.map(({ what }) => what)).toContain(
      'changes has no 101, before 102 in epoch 100',
    )
  })

  test('a page in another order than PostgreSQL', () => {
    const evidence = changed(sound(), (each) =>
      each.kind === 'shows'
        ? { ...each, shown: [...each.shown].sort((a, b) => order(a.id) - order(b.id)) }
        : each,
    )
    expect(foundOnly(judge(evidence), 'misordered')).toEqual(["Cyd shows b1 (Ben's no. 1) at 102, under 104"])

    function order(id: string) {
      return ['a1', 'a2', 'a3', 'b1'].indexOf(id)
    }
  })

  function swapped(id: string, seq: number): number {
    return id === 'a2' ? 104 : id === 'a3' ? 103 : seq
  }
})

describe('after Redis lost its data', () => {
  /** a2 and a3 were not stored and came again with seqs of a new epoch; b2 came between them. */
  function renumbered(): Sound {
    const evidence = sound()
    const later = [
      { id: 'a2', seq: 501 },
      { id: 'b2', seq: 502 },
      { id: 'a3', seq: 503 },
    ]
    evidence.observations.push({
      kind: 'wrote',
      client: 'Ben',
      room,
      id: 'b2',
      operation: saying(bodyOf('b2')),
      nth: 2,
      at: 5_000,
    })
    for (const { id, seq } of later)
      for (const client of ['Ada', 'Ben', 'Cyd'])
        evidence.observations.push({
          kind: 'saw',
          client,
          room,
          id,
          seq,
          epoch: 500,
          saying: bodyOf(id),
          at: 6_000,
        })
    evidence.observations.push({
      kind: 'acked',
      client: 'Ben',
      room,
      id: 'b2',
      seq: 502,
      epoch: 500,
      at: 6_010,
    })
    const listed = [{ id: 'a1', seq: 101 }, { id: 'b1', seq: 102 }, ...later]
    const shown = listed.map((one) => ({ ...one, look: bodyOf(one.id) }))
    evidence.observations.push({ kind: 'shows', client: 'Cyd', room, from: 101, shown, at: 9_500 })
    evidence.rows = [row(101, 'a1'), row(102, 'b1'), ...later.map(({ id, seq }) => row(seq, id, 500))]
    evidence.logged.push({ roomId: room, id: 'b2', saying: bodyOf('b2') })
    return evidence
  }

  test('an unstored message may get another seq and another order among senders', () => {
    foundOnly(judge(renumbered()))
  })

  test('no message may get another seq if Redis kept its data', () => {
    expect(foundOnly(judge(renumbered(), { redisKeptData: true }), 'doubled')).toEqual([
      "a2 (Ada's no. 2) was 103 for Ada and is stored at 501, in a later epoch, though Redis kept its data",
      "a3 (Ada's no. 3) was 104 for Ada and is stored at 503, in a later epoch, though Redis kept its data",
    ])
  })

  test('a seq of the old epoch that was given and not stored is no gap', () => {
    const evidence = renumbered()
    evidence.rows = evidence.rows.filter(({ seq }) => seq !== 501).concat(row(103, 'a2'), row(504, 'x'))
    const { misordered } = judge(evidence)
    expect(misordered.map(({ what }) => what)).toContain('changes has no 501, before 502 in epoch 500')
    const sparse = renumbered()
    sparse.rows = sparse.rows.map((each) => (each.message?.id === 'b1' ? row(104, 'b1') : each))
    expect(judge(sparse).misordered.map(({ what }) => what)).not.toContain(
      'changes has no 102, 103, before 104 in epoch 100',
    )
  })

  test("one sender's own order may not change", () => {
    const evidence = renumbered()
    const other: Record<string, number> = { a2: 503, a3: 501 }
    evidence.observations = evidence.observations.map((each) => {
      if (each.kind === 'saw' && each.epoch === 500) return { ...each, seq: other[each.id] ?? each.seq }
      if (each.kind === 'shows' && each.at === 9_500)
        return {
          ...each,
          shown: each.shown
            .map((one) => ({ ...one, seq: other[one.id] ?? one.seq }))
            .sort((a, b) => a.seq - b.seq),
        }
      return each
    })
    evidence.rows = evidence.rows.map(({ seq, message, change }) =>
      row(other[message!.id] ?? seq, message!.id, change!.epoch),
    )
    expect(foundOnly(judge(evidence), 'misordered')).toEqual([
      "a2 (Ada's no. 2) stands at 503, after a3 (Ada's no. 3) at 501",
    ])
  })

  test('a view that still has the old seq lacks the new one', () => {
    const evidence = dropped(
      renumbered(),
      (each) => each.kind === 'saw' && each.client === 'Ben' && each.id === 'a3' && each.epoch === 500,
    )
    expect(foundOnly(judge(evidence), 'lost')).toEqual([
      "Ben saw last at 104 a3 (Ada's no. 3), stored at 503",
    ])
  })

  test('a late event of the old epoch does not take a view back', () => {
    const evidence = renumbered()
    evidence.observations.push({ kind: 'saw', client: 'Ben', room, id: 'a3', seq: 104, epoch, at: 7_000 })
    foundOnly(judge(evidence))
  })
})

describe('leaked', () => {
  function left(client: string, at: number): Sound {
    const evidence = sound()
    evidence.observations.push(
      { kind: 'unwatched', client, room, at: at - 50 },
      { kind: 'left', client, room, at },
    )
    return evidence
  }

  test('reached a client more than 1 s after its leave was answered', () => {
    const { leaked } = judge(left('Ben', 2_500))
    foundOnly(judge(left('Ben', 2_500)), 'leaked')
    expect(leaked).toEqual([
      {
        what: "Ben got a3 (Ada's no. 3) at 104 and had left 1520 ms before",
        room,
        id: 'a3',
        client: 'Ben',
        numbers: [104],
      },
    ])
  })

  test('within the second nothing is promised, nor after joining again', () => {
    foundOnly(judge(left('Ben', 3_500)))
    const again = left('Ben', 1_500)
    again.observations.push({ kind: 'joined', client: 'Ben', room, at: 2_900 })
    foundOnly(judge(again))
  })

  test('an event that a member had seen before does not leak when it comes late', () => {
    const evidence = dropped(
      left('Ben', 4_015),
      (each) => each.kind === 'saw' && each.client === 'Ben' && each.id === 'a3',
    )
    evidence.observations.push({ kind: 'saw', client: 'Ben', room, id: 'a3', seq: 104, epoch, at: 8_000 })
    foundOnly(judge(evidence))
  })

  test('a removal announced while Redis was down takes until the servers check again', () => {
    const away = (from: number, to: number): Sound => {
      const evidence = left('Ben', 15_000)
      const late = { room, id: 'b2', seq: 105, epoch } as const
      evidence.observations.push(
        { kind: 'delayed', client: 'Ada', isDelayed: true, at: from },
        { kind: 'delayed', client: 'Ada', isDelayed: false, at: to },
        { kind: 'wrote', client: 'Ada', room, id: 'b2', operation: saying(bodyOf('b2')), nth: 4, at: 17_000 },
        { kind: 'acked', client: 'Ada', ...late, at: 17_010 },
        { kind: 'saw', client: 'Ben', ...late, at: 17_020 },
        { kind: 'saw', client: 'Cyd', ...late, at: 17_020 },
      )
      const shown = ['a1', 'b1', 'a2', 'a3', 'b2'].map((id, i) => ({ id, seq: 101 + i, look: bodyOf(id) }))
      evidence.observations.push({ kind: 'shows', client: 'Cyd', room, from: 101, shown, at: 18_000 })
      evidence.rows.push(row(105, 'b2'))
      evidence.logged.push({ roomId: room, id: 'b2', saying: bodyOf('b2') })
      return evidence
    }
    foundOnly(judge(away(14_000, 16_000)))
    foundOnly(judge(away(20_000, 21_000))) // it was down before any server noticed
    foundOnly(judge(away(1_000, 2_000)), 'leaked')
    foundOnly(judge(away(40_000, 41_000)), 'leaked')
  })

  test('reached a client that was never in the room', () => {
    const evidence = sound()
    evidence.observations.push({ kind: 'saw', client: 'Eve', room, id: 'a1', seq: 101, epoch, at: 1_020 })
    expect(foundOnly(judge(evidence), 'leaked')).toEqual([
      "Eve got a1 (Ada's no. 1) at 101 and was never in the room",
    ])
  })
})

describe('changed', () => {
  test('another text for a client, in PostgreSQL and in the log', () => {
    const seen = changed(sound(), (each) =>
      each.kind === 'saw' && each.client === 'Ben' && each.id === 'a1' ? { ...each, saying: 'else' } : each,
    )
    expect(foundOnly(judge(seen), 'changed')).toEqual(["a1 (Ada's no. 1) has another text for Ben"])
    const stored = sound()
    stored.rows[0] = { ...stored.rows[0]!, message: { ...stored.rows[0]!.message!, body: 'else' } }
    expect(foundOnly(judge(stored), 'changed')).toEqual([
      "a1 (Ada's no. 1) stands in PostgreSQL as “else”, not as “body of a1”",
      "a1 (Ada's no. 1) stands on Cyd's page as “body of a1”, not as “else”",
    ])
    const logged = sound()
    logged.logged[0] = { ...logged.logged[0]!, saying: 'else' }
    expect(foundOnly(judge(logged), 'changed')).toEqual(["a1 (Ada's no. 1) has another text in the log"])
  })

  test('written by no client', () => {
    const evidence = sound()
    evidence.rows.push(row(105, 'z9'))
    expect(foundOnly(judge(evidence), 'changed')).toEqual(['z9 at 105 was written by nobody'])
  })

  test('a message of a client outside the history is sound where every page shows it', () => {
    const evidence = dropped(sound(), ({ kind }) => kind === 'watching')
    evidence.rows.push(row(105, 'z9'))
    expect(foundOnly(judge(evidence, { hasOtherWriters: true }), 'lost')).toEqual([
      'Cyd does not show z9, stored at 105',
    ])
    const shown = changed(evidence, (each) =>
      each.kind === 'shows'
        ? { ...each, shown: [...each.shown, { id: 'z9', seq: 105, look: bodyOf('z9') }] }
        : each,
    )
    foundOnly(judge(shown, { hasOtherWriters: true }))
  })
})

describe('incomplete', () => {
  const attempt = { client: 'Ben', room, id: 'b2' } as const
  const wrote: Observation = { kind: 'wrote', ...attempt, operation: saying('b2'), nth: 2, at: 5_000 }
  const refused: Observation = { kind: 'refused', ...attempt, code: 'not-a-member', at: 5_010 }

  test('neither acknowledged nor refused', () => {
    const evidence = sound()
    evidence.observations.push(wrote)
    expect(foundOnly(judge(evidence), 'incomplete')).toEqual([
      "b2 (Ben's no. 2) was neither acknowledged nor refused, and is not stored",
    ])
    evidence.observations.push(refused)
    foundOnly(judge(evidence))
  })

  test('refused, and there all the same', () => {
    const evidence = sound()
    evidence.observations.push(wrote, refused)
    evidence.rows.push({ ...row(105, 'b2'), message: { ...row(105, 'b2').message!, body: 'b2' } })
    expect(foundOnly(judge(evidence), 'incomplete', 'lost')).toContain(
      "b2 (Ben's no. 2) was refused (not-a-member) and is stored at 105",
    )
  })
})
