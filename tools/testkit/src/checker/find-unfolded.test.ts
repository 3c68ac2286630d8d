import { expect, test } from 'vitest'
import type { Operation } from '@parley/client'
import type { AuditRow } from '@parley/database'
import { check } from './check'
import { findingKinds } from './findings'
import type { Observation } from '../history/observation'
import { createRecorder } from '../history/recorder'

const room = 'room-1'
const epoch = 100

/**
 * Ada sends m and edits it twice, Ben reacts and removes the reaction; Ben watches on the bare protocol, Cyd has a page.
 */
function sound() {
  const done: { id: string; client: string; operation: Operation }[] = [
    { id: 'm', client: 'Ada', operation: { kind: 'message', body: 'frist' } },
    { id: 'e1', client: 'Ada', operation: { kind: 'edit', messageId: 'm', body: 'fist' } },
    { id: 'r1', client: 'Ben', operation: { kind: 'reaction', messageId: 'm', emoji: '👍', on: true } },
    { id: 'r2', client: 'Ben', operation: { kind: 'reaction', messageId: 'm', emoji: '🎉', on: true } },
    { id: 'r3', client: 'Ben', operation: { kind: 'reaction', messageId: 'm', emoji: '🎉', on: false } },
    { id: 'e2', client: 'Ada', operation: { kind: 'edit', messageId: 'm', body: 'first' } },
  ]
  const observations: Observation[] = []
  for (const client of ['Ada', 'Ben', 'Cyd']) observations.push({ kind: 'joined', client, room, at: 1 })
  observations.push({ kind: 'watching', client: 'Ben', room, seq: 100, at: 2 })
  done.forEach(({ id, client, operation }, i) => {
    const at = 10 * (i + 1)
    observations.push({ kind: 'wrote', client, room, id, operation, nth: i + 1, at })
    observations.push({ kind: 'saw', client: 'Ben', room, id, seq: 101 + i, epoch, at })
    observations.push({ kind: 'done', client, room, id, at })
  })
  const shown = [{ id: 'm', seq: 101, look: 'first | 1 👍' }]
  observations.push({ kind: 'shows', client: 'Cyd', room, from: 101, shown, at: 90 })
  const rows = done.map(({ id, operation }, i): AuditRow => {
    const change = { id, messageId: 'm', kind: operation.kind, epoch, authorId: 'x' }
    return { seq: 101 + i, message: null, change }
  })
  rows[0] = { ...rows[0]!, message: { id: 'm', epoch, authorId: 'x', body: 'first', changes: changes() } }
  return { observations, rows }
}

function changes(): NonNullable<NonNullable<AuditRow['message']>['changes']> {
  const by = { personId: 'ben', personName: 'Ben' }
  return {
    version: 106,
    edited: { seq: 106, at: 6 },
    deleted: null,
    reactions: [
      { ...by, emoji: '👍', on: true, seq: 103 },
      { ...by, emoji: '🎉', on: false, seq: 105 },
    ],
  }
}

function judge({ observations, rows }: ReturnType<typeof sound>): string[] {
  const { observe, history } = createRecorder()
  observations.forEach(observe)
  const findings = check({ history, stored: [{ roomId: room, rows }] })
  return findingKinds.flatMap((kind) => findings[kind].map(({ what }) => `${kind}: ${what}`))
}

/** The message as PostgreSQL has it. */
function standing(as: Partial<NonNullable<AuditRow['message']>>): string[] {
  const evidence = sound()
  evidence.rows[0] = { ...evidence.rows[0]!, message: { ...evidence.rows[0]!.message!, ...as } }
  return judge(evidence)
}

test('a message with the result of its changes has no findings', () => {
  expect(judge(sound())).toEqual([])
  const { observe, history } = createRecorder()
  sound().observations.forEach(observe)
  expect(check({ history, stored: [] })).toMatchObject({ acked: 1, ackedChanges: 5 })
})

test('an edit that was not folded, or was folded in another order', () => {
  expect(standing({ body: 'fist' })).toContain(
    "changed: m (Ada's no. 1) stands in PostgreSQL as “fist | 1 👍”, not as “first | 1 👍”",
  )
})

test('a reaction that is missing, or was removed and is there', () => {
  const none = { ...changes(), reactions: [] }
  expect(standing({ changes: none })[0]).toContain('as “first”, not as “first | 1 👍”')
  const back = { ...changes(), reactions: changes().reactions.map((each) => ({ ...each, on: true })) }
  expect(standing({ changes: back })[0]).toContain('as “first | 1 🎉 | 1 👍”, not as “first | 1 👍”')
})

test('a deletion that no client wrote', () => {
  const gone = { ...changes(), deleted: { seq: 107, at: 7, by: 'ada' } }
  expect(standing({ body: '', changes: gone })[0]).toContain('as “deleted”, not as “first | 1 👍”')
})

test('a page shows a message in another state', () => {
  const evidence = sound()
  const shows = evidence.observations.at(-1)
  if (shows?.kind !== 'shows') throw new Error('it ends with a page')
  const shown = [{ id: 'm', seq: 101, look: 'fist | 1 👍' }]
  evidence.observations.push({ ...shows, shown })
  expect(judge(evidence)).toEqual([
    "changed: m (Ada's no. 1) stands on Cyd's page as “fist | 1 👍”, not as “first | 1 👍”",
  ])
})

test('an acknowledged change that is not in PostgreSQL', () => {
  const evidence = sound()
  evidence.rows.pop()
  expect(judge(evidence)).toContain("lost: e2 (Ada's no. 6) was acknowledged as 106 and is not in PostgreSQL")
  const unseen = { ...sound(), rows: evidence.rows }
  unseen.observations = unseen.observations.filter((each) => !(each.kind === 'saw' && each.id === 'e2'))
  expect(judge(unseen)).toContain("lost: e2 (Ada's no. 6) was acknowledged and is not in PostgreSQL")
})

test('a client that watches sees each change, or gets the message with it folded in', () => {
  const evidence = sound()
  evidence.observations = evidence.observations.filter((each) => !(each.kind === 'saw' && each.id === 'e1'))
  expect(judge(evidence)).toEqual(["lost: Ben never saw e1 (Ada's no. 2), stored at 102"])
  evidence.observations.push({ kind: 'folded', client: 'Ben', room, seq: 102, at: 91 })
  expect(judge(evidence)).toEqual([])
})
