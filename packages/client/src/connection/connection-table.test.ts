// The effect of every event in every state; connection-state.test.ts explains why.
import { failure } from '@parley/protocol'
import { expect, test } from 'vitest'
import { step, type Event, type State } from './connection-state'

const common = { turn: 3, attempt: 2, awaySince: 100 }
const states: State[] = [
  { kind: 'off', ...common },
  { kind: 'refused', ...common },
  { kind: 'waiting', ...common },
  { kind: 'connecting', ...common, tryingSince: 900 },
  { kind: 'online', ...common, heardAt: 900 },
  { kind: 'draining', ...common },
]
const events: Event[] = [
  { kind: 'connect' },
  { kind: 'disconnect' },
  { kind: 'reconnect' },
  { kind: 'wake' },
  { kind: 'opened' },
  { kind: 'welcomed', serverId: '1' },
  { kind: 'heard' },
  { kind: 'silent', next: 'other-server' },
  { kind: 'lost', failure: null },
  { kind: 'lost', failure: failure('not-signed-in') },
  { kind: 'leaving', withinMs: 4_000 },
  { kind: 'leave' },
  { kind: 'drained' },
  { kind: 'stable' },
  { kind: 'retry' },
]

/** One line: the new state, and the effects. */
function tell(state: State, event: Event): string {
  const after = step(state, event, { nowMs: 1_000, random: () => 0.5 })
  if (after.state === state && after.effects.length === 0) return 'nothing'
  const { kind, turn, attempt, awaySince } = after.state
  const done = after.effects.map((effect) => {
    if (effect.do === 'show') return `show ${effect.connection.kind}`
    if (effect.do === 'after') return `${effect.event} after ${effect.ms}`
    if (effect.do === 'leave-after') return `leave after ${effect.ms}`
    return effect.do === 'open' ? `open ${effect.turn}` : String(effect.do)
  })
  return `${kind} ${turn}/${attempt}/${awaySince}: ${done.join(', ')}`
}

const lost = ['waiting 4/3/100: close, retry after 500, show waiting', 'refused 4/2/100: close, show refused']
const off = 'off 3/2/100: close, show off'
const anew = 'connecting 3/2/100: close, show connecting, open 3'
const begun = 'connecting 3/0/1000: show connecting, open 3'

test.each<[kind: State['kind'], what: Partial<Record<Event['kind'], string | string[]>>]>([
  ['off', { connect: begun, disconnect: off }],
  ['refused', { connect: begun, disconnect: off }],
  [
    'waiting',
    { disconnect: off, reconnect: anew, wake: anew, retry: 'connecting 3/2/100: show connecting, open 3' },
  ],
  [
    'connecting',
    {
      disconnect: off,
      reconnect: anew,
      opened: 'connecting 3/2/100: silent after 8000',
      welcomed: 'online 3/2/100: stable after 10000, show online',
      silent: lost[0]!,
      lost,
      leaving: 'connecting 3/2/100: leave after 2000',
      leave: 'draining 3/2/100: show connecting, drain',
    },
  ],
  [
    'online',
    {
      disconnect: 'off 3/2/1000: close, offline, show off',
      reconnect: 'connecting 3/2/1000: close, offline, show connecting, open 3',
      welcomed: 'online 3/2/100: stable after 10000, show online',
      heard: 'online 3/2/100: ',
      lost: [
        'waiting 4/3/1000: close, offline, retry after 500, show waiting',
        'refused 4/2/1000: close, offline, show refused',
      ],
      leaving: 'online 3/2/100: leave after 2000',
      leave: 'draining 3/2/1000: offline, show connecting, drain',
      stable: 'online 3/0/100: ',
    },
  ],
  [
    'draining',
    {
      disconnect: off,
      reconnect: anew,
      lost,
      drained: 'connecting 4/2/100: close, show connecting, open 4',
    },
  ],
])('in the state %s', (kind, what) => {
  const state = states.find((each) => each.kind === kind)!
  const told: Record<string, string[]> = {}
  for (const event of events) {
    const line = tell(state, event)
    if (line !== 'nothing') (told[event.kind] ??= []).push(line)
  }
  expect(told).toEqual(
    Object.fromEntries(Object.entries(what).map(([event, lines]) => [event, [lines].flat()])),
  )
})
