import fc from 'fast-check'
import { expect, test } from 'vitest'
import { failure } from '@parley/protocol'
import { initialState, step, type Effect, type Event, type State } from './connection-state'

const events: Event[] = [
  { kind: 'connect' },
  { kind: 'disconnect' },
  { kind: 'reconnect' },
  { kind: 'wake' },
  { kind: 'opened' },
  { kind: 'welcomed', serverId: '1' },
  { kind: 'heard' },
  { kind: 'silent', next: 'other-transport' },
  { kind: 'silent', next: 'other-server' },
  { kind: 'lost', failure: null },
  { kind: 'lost', failure: failure('too-busy', { retryAfterMs: 3_000 }) },
  { kind: 'lost', failure: failure('not-signed-in') },
  { kind: 'leaving', withinMs: 5_000 },
  { kind: 'leave' },
  { kind: 'drained' },
  { kind: 'stable' },
  { kind: 'retry' },
]
const HAS_SOCKET: State['kind'][] = ['connecting', 'online', 'draining']

/** Applies the events, a second apart. */
function run(...kinds: Event[]): { state: State; effects: Effect[] } {
  let state = initialState
  let effects: Effect[] = []
  kinds.forEach(
    (event, i) => ({ state, effects } = step(state, event, { nowMs: i * 1_000, random: () => 0.5 })),
  )
  return { state, effects }
}
const shown = ({ effects }: { effects: Effect[] }) =>
  effects.flatMap((effect) => (effect.do === 'show' ? [effect.connection] : []))
const online = [{ kind: 'connect' }, { kind: 'welcomed', serverId: '1' }] satisfies Event[]

test('whatever happens: at most one socket, a wait that ends, and the end of each connection is reported once', () => {
  const anything = fc.array(
    fc.record({ event: fc.constantFrom(...events), passMs: fc.integer({ min: 0, max: 60_000 }) }),
  )
  fc.assert(
    fc.property(anything, (happening) => {
      let state = initialState
      let nowMs = 0
      let sockets = 0
      for (const { event, passMs } of happening) {
        nowMs += passMs
        const before = state
        const { effects, ...next } = step(before, event, { nowMs, random: () => 0.5 })
        ;({ state } = next)
        for (const effect of effects) {
          if (effect.do === 'close') sockets = 0
          if (effect.do === 'open') expect(++sockets).toBe(1)
        }
        expect(sockets).toBe(HAS_SOCKET.includes(state.kind) ? 1 : 0)
        const hasLeft =
          before.kind === 'online' && (state.kind !== 'online' || effects.some((each) => each.do === 'open'))
        expect(effects.filter((effect) => effect.do === 'offline')).toHaveLength(hasLeft ? 1 : 0)
        if (state.kind === 'waiting' && before !== state)
          expect(effects).toContainEqual(expect.objectContaining({ do: 'after', event: 'retry' }))
      }
    }),
  )
})

test('after a lost attempt the next one waits longer, and tries the next server', () => {
  const lost: Event = { kind: 'lost', failure: null }
  const [connection] = shown(run({ kind: 'connect' }, lost, { kind: 'retry' }, lost))
  expect(connection).toEqual({ kind: 'waiting', since: 0, retryAt: 3_250, attempt: 2, failure: null })
  expect(run({ kind: 'connect' }, lost, { kind: 'retry' }).effects).toContainEqual({ do: 'open', turn: 1 })
})

test('a silent attempt tries the same server over the other transport before the next server', () => {
  const turnAfter = (next: 'other-transport' | 'other-server') =>
    run({ kind: 'connect' }, { kind: 'silent', next }, { kind: 'retry' }).state.turn
  expect([turnAfter('other-transport'), turnAfter('other-server')]).toEqual([0, 1])
})

test('the server decides when to come back, and whether at all', () => {
  const busy = failure('too-busy', { retryAfterMs: 3_000 })
  expect(shown(run({ kind: 'connect' }, { kind: 'lost', failure: busy }))).toMatchObject([
    { retryAt: 4_125, failure: busy },
  ])
  const refused = run({ kind: 'connect' }, { kind: 'lost', failure: failure('not-signed-in') })
  expect(shown(refused)).toMatchObject([{ kind: 'refused', failure: { code: 'not-signed-in' } }])
  expect(refused.state.kind).toBe('refused')
})

test('only a stable connection resets the backoff', () => {
  const lost: Event = { kind: 'lost', failure: null }
  const short = run({ kind: 'connect' }, lost, { kind: 'retry' }, { kind: 'welcomed', serverId: '1' }, lost)
  const stable = run(
    { kind: 'connect' },
    lost,
    { kind: 'retry' },
    { kind: 'welcomed', serverId: '1' },
    { kind: 'stable' },
    lost,
  )
  expect([short.state.attempt, stable.state.attempt]).toEqual([2, 1])
  expect(shown(short)).toMatchObject([{ kind: 'waiting', since: 4_000 }])
})

test('waking up replaces a connection that heard nothing for 40 s, and keeps a good one', () => {
  const { state } = run(...online)
  const wakeAt = (nowMs: number) => step(state, { kind: 'wake' }, { nowMs, random: () => 0 })
  expect(wakeAt(41_000).effects).toEqual([])
  expect(wakeAt(41_001).effects).toMatchObject([
    { do: 'close' },
    { do: 'offline' },
    { do: 'show', connection: { kind: 'connecting', since: 41_001 } },
    { do: 'open', turn: 1 },
  ])
})

test('waking up replaces an attempt that is older than 2 s', () => {
  const { state } = run({ kind: 'connect' })
  const wakeAt = (nowMs: number) =>
    step(state, { kind: 'wake' }, { nowMs, random: () => 0 }).effects.map((each) => each.do)
  expect(wakeAt(2_000)).toEqual([])
  expect(wakeAt(2_001)).toEqual(['close', 'show', 'open'])
  const woken = step(state, { kind: 'wake' }, { nowMs: 2_001, random: () => 0 })
  expect(woken.state).toMatchObject({ turn: 1, tryingSince: 2_001 })
})

test('a draining server is left at a random moment, when its pending requests are answered', () => {
  expect(run(...online, { kind: 'leaving', withinMs: 5_000 }).effects).toEqual([
    { do: 'leave-after', ms: 2_500 },
  ])
  const draining = run(...online, { kind: 'leaving', withinMs: 5_000 }, { kind: 'leave' })
  expect(draining.effects.map((each) => each.do)).toEqual(['offline', 'show', 'drain'])
  const left = run(...online, { kind: 'leaving', withinMs: 5_000 }, { kind: 'leave' }, { kind: 'drained' })
  expect(left.effects).toMatchObject([{ do: 'close' }, { do: 'show' }, { do: 'open', turn: 1 }])
})
