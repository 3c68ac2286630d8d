import { expect, test } from 'vitest'
import type { Crowd } from '../crowd/crowd'
import type { Scenario } from '../scenarios/scenario'
import type { ChaosStack } from '../stack/stack'
import { NotPlayableError } from '../stack/not-playable'
import { play } from './stage'

/** A quiet stack and clients without failures: only the scenario itself can fail. */
function theatre({ deaths = [] as string[], complaints = [] as string[] } = {}) {
  const stack = {
    servers: [],
    persisters: [],
    haproxy: { thaw: () => undefined, pid: 1 },
    engines: Object.fromEntries(
      ['redis', 'postgres'].map((name) => [name, { thaw: () => undefined, pid: 1 }]),
    ),
    brokers: [],
    links: { all: () => [] },
    deaths,
    logs: { takeErrors: () => [] },
  } as unknown as ChaosStack
  const crowd = {
    acked: () => 10,
    clients: () => 2,
    online: () => 2,
    setRate: () => undefined,
    settle: async () => undefined,
    recovery: () => ({ p95: 1_000, max: 2_000, seenMax: 700 }),
    complaints: () => complaints,
  } as unknown as Crowd
  return { stack, crowd, deaths, complaints }
}

function playing(run: Scenario['run'], { stack, crowd } = theatre(), broken: string[] = [], isShort = false) {
  return play(
    { name: 'one', row: 'server: something', run },
    {
      stack,
      crowd,
      history: { connections: [] } as never,
      random: () => 0.5,
      isShort,
      say: () => undefined,
      messagesPerSecond: 10,
      warmUpMs: 0,
    },
    async () => ({ broken }),
  )
}

test('faults are counted, and the longest recovery is reported', async () => {
  const result = await playing(async ({ fault, everythingSeen, everybodyBack, now }) => {
    fault('one')
    fault('two')
    await everybodyBack(now(), { p95Ms: 1_500, maxMs: 3_000 })
    await everythingSeen(now(), 5_000)
  })
  expect(result).toMatchObject({ ok: true, faults: 2, recoverySeconds: 2, broken: [] })
})

test.each<[string, Scenario['run'], RegExp]>([
  [
    'a requirement that does not hold',
    async ({ require }) => require(false, 'it holds'),
    /required: it holds/,
  ],
  [
    'a recovery that is too slow',
    ({ everythingSeen, now }) => everythingSeen(now(), 500),
    /within 500 ms \(700/,
  ],
  [
    'people who are back too late',
    ({ everybodyBack, now }) => everybodyBack(now(), { maxMs: 1_900 }),
    /2000 ms/,
  ],
  ['one that throws', () => Promise.reject(new Error('oh')), /could not be played: oh/],
])('a scenario fails by %s', async (_by, run, sentence) => {
  const result = await playing(run)
  expect(result.ok).toBe(false)
  expect(result.broken.join('\n')).toMatch(sentence)
})

test('a scenario fails by a finding, by an error shown to a person, and by a service that ended', async () => {
  expect((await playing(async () => undefined, theatre(), ['lost: 1'])).broken).toEqual(['lost: 1'])
  const shown = theatre()
  const complaining = async () => void shown.complaints.push('raw-1 was refused: not-signed-in')
  expect((await playing(complaining, shown)).ok).toBe(false)
  const mortal = theatre()
  const dying = async () => void mortal.deaths.push('server-1: code 1', 'persister-1: code 1')
  expect((await playing(dying, mortal)).broken).toHaveLength(2)
  const allowed = async (stage: Parameters<Scenario['run']>[0]) => {
    stage.mayDie('persister')
    mortal.deaths.push('persister-2: code 1')
  }
  expect(await playing(allowed, mortal)).toMatchObject({ ok: true, figures: { 'ended by themselves': 1 } })
})

test('in the short round a missed time is only reported; a client that never comes back is a failure', async () => {
  const late = theatre()
  late.crowd.recovery = () => ({ p95: 9_000, max: 9_000, seenMax: 9_000 }) as never
  const tooLate = async ({ everybodyBack, everythingSeen, now }: Parameters<Scenario['run']>[0]) => {
    await everybodyBack(now(), { maxMs: 3_000 })
    await everythingSeen(now(), 3_000)
  }
  expect(await playing(tooLate, late, [], true)).toMatchObject({ ok: true, recoverySeconds: 9 })
  expect(await playing(tooLate, late, [], false)).toMatchObject({ ok: false })
})

test('a scenario that this machine cannot play is reported as not played, and its findings are still a failure', async () => {
  const cannot = () => Promise.reject(new NotPlayableError('it takes root to mount a file system'))
  const told = { skipped: 'it takes root to mount a file system', recoverySeconds: null }
  expect(await playing(cannot)).toMatchObject({ ...told, ok: true, broken: [] })
  expect(await playing(cannot, theatre(), ['lost: 1'])).toMatchObject({ ...told, ok: false })
  expect(await playing(async () => undefined)).toMatchObject({ skipped: null })
})
