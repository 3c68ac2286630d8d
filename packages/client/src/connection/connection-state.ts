// The states of a connection, as a pure state machine: a table of every state and every event. `connection.ts` runs the
// effects.
import type { Failure } from '@parley/protocol'
import type { Connection } from '../state'
import { RECONNECT, waitMs } from './backoff'

/** From an open transport to the server's welcome. Milliseconds. A slower server counts as down: another is tried. */
const WELCOME_TIMEOUT_MS = 8_000
/**
 * A connection that lasted this long was stable: after it, the backoff starts again. Shorter ones count as failures.
 * Milliseconds.
 */
const STABLE_AFTER_MS = 10_000
/**
 * Servers ping every 15 s. A client that heard nothing for this long was asleep: the socket still looks open for a while.
 * Milliseconds.
 */
const DEAF_AFTER_MS = 40_000
/** An attempt older than this when the page wakes up began before the sleep or network change. Milliseconds. */
const STUCK_AFTER_MS = 2_000
/** How long a draining server gets to answer pending requests. Milliseconds. */
export const DRAIN_TIMEOUT_MS = 2_000

interface Common {
  /** Counts through the servers: each failure moves on to the next one. */
  turn: number
  /** Consecutive failures. */
  attempt: number
  /** When the last good connection ended. */
  awaySince: number
}

export type State = Common &
  (
    | { kind: 'off' }
    /** The server refused permanently. */
    | { kind: 'refused' }
    /** Waits for the next attempt. */
    | { kind: 'waiting' }
    /** An attempt that has no welcome yet. */
    | { kind: 'connecting'; tryingSince: number }
    | { kind: 'online'; heardAt: number }
    /** Sends no new request to a draining server; pending ones are awaited. */
    | { kind: 'draining' }
  )

export type Event =
  | { kind: 'connect' | 'disconnect' | 'reconnect' | 'wake' }
  /** The transport is open; the welcome has not come yet. */
  | { kind: 'opened' }
  | { kind: 'welcomed'; serverId: string }
  /** The server sent an event, or a ping. */
  | { kind: 'heard' }
  /** An attempt heard nothing in time. The same server may still answer over the other transport. */
  | { kind: 'silent'; next: 'other-transport' | 'other-server' }
  /** The socket is lost. `failure`: the server's reason. */
  | { kind: 'lost'; failure: Failure | null }
  /** The server drains: clients move within this time, each at a random moment. Milliseconds. */
  | { kind: 'leaving'; withinMs: number }
  | { kind: 'leave' }
  /** No request is pending any more, or the drain took too long. */
  | { kind: 'drained' }
  | { kind: 'stable' }
  | { kind: 'retry' }

export type Effect =
  /** Opens a socket to the server of this turn. */
  | { do: 'open'; turn: number }
  /** Drops the socket: its timers end, its pending requests stay unanswered. */
  | { do: 'close' }
  /** Reports that requests cannot be sent any more. */
  | { do: 'offline' }
  | { do: 'show'; connection: Connection }
  /** One at a time: a later timer replaces it. */
  | { do: 'after'; ms: number; event: 'silent' | 'stable' | 'retry' }
  | { do: 'leave-after'; ms: number }
  /** Sends `drained` when no request is pending, or after DRAIN_TIMEOUT_MS. */
  | { do: 'drain' }

/** The result of an event. */
export interface Step {
  state: State
  effects: Effect[]
}

export interface Environment {
  nowMs: number
  random: () => number
}

export const initialState: State = { kind: 'off', turn: 0, attempt: 0, awaySince: 0 }

export function step(state: State, event: Event, environment: Environment): Step {
  const handle = table[state.kind][event.kind] as Handle<never, never> | null
  return handle ? handle(state as never, event as never, environment) : { state, effects: [] }
}

type StateKind = State['kind']
type EventKind = Event['kind']
type Handle<S extends StateKind, E extends EventKind> = (
  state: Extract<State, { kind: S }>,
  event: Extract<Event, { kind: E }> | (Event & { kind: E }),
  environment: Environment,
) => Step
/** Null: the event changes nothing in this state, or cannot come. */
type Table = { [S in StateKind]: { [E in EventKind]: Handle<S, E> | null } }

const nothing = {
  connect: null,
  disconnect: turnOff,
  reconnect: null,
  wake: null,
  opened: null,
  welcomed: null,
  heard: null,
  silent: null,
  lost: null,
  leaving: null,
  leave: null,
  drained: null,
  stable: null,
  retry: null,
}

const table: Table = {
  off: { ...nothing, connect: begin },
  refused: { ...nothing, connect: begin },
  waiting: { ...nothing, reconnect: openAnew, wake: openAnew, retry: open },
  connecting: {
    ...nothing,
    reconnect: openAnew,
    wake: (state, _event, { nowMs, random }) =>
      nowMs - state.tryingSince > STUCK_AFTER_MS
        ? openAnew(onNextServer(state), null, { nowMs, random })
        : { state, effects: [] },
    opened: (state) => ({ state, effects: [{ do: 'after', ms: WELCOME_TIMEOUT_MS, event: 'silent' }] }),
    welcomed,
    silent: (state, { next }, environment) =>
      waitForRetry(next === 'other-server' ? onNextServer(state) : state, null, 0, environment),
    lost,
    leaving: leaveSoon,
    leave: startDraining,
  },
  online: {
    ...nothing,
    reconnect: openAnew,
    wake: (state, _event, { nowMs, random }) =>
      // The server may have fallen silent, and not the network.
      nowMs - state.heardAt > DEAF_AFTER_MS
        ? openAnew(onNextServer(state), null, { nowMs, random })
        : { state, effects: [] },
    welcomed,
    heard: (state, _event, { nowMs }) => ({ state: { ...state, heardAt: nowMs }, effects: [] }),
    lost,
    leaving: leaveSoon,
    leave: startDraining,
    stable: (state) => ({ state: { ...state, attempt: 0 }, effects: [] }),
  },
  draining: {
    ...nothing,
    reconnect: openAnew,
    lost,
    drained: (state, _event, environment) => openAnew(onNextServer(state), null, environment),
  },
}

function begin(state: State, _event: unknown, environment: Environment): Step {
  return open({ ...state, attempt: 0, awaySince: environment.nowMs }, null, environment)
}

function open({ turn, attempt, awaySince }: State, _event: unknown, { nowMs }: Environment): Step {
  return {
    state: { kind: 'connecting', turn, attempt, awaySince, tryingSince: nowMs },
    effects: [
      { do: 'show', connection: { kind: 'connecting', since: awaySince } },
      { do: 'open', turn },
    ],
  }
}

function openAnew(state: State, _event: unknown, environment: Environment): Step {
  const { effects, awaySince } = close(state, environment)
  const opened = open({ ...state, awaySince }, null, environment)
  return { ...opened, effects: [...effects, ...opened.effects] }
}

function welcomed(
  { turn, attempt, awaySince }: State,
  { serverId }: { serverId: string },
  { nowMs }: Environment,
): Step {
  return {
    state: { kind: 'online', turn, attempt, awaySince, heardAt: nowMs },
    effects: [
      { do: 'after', ms: STABLE_AFTER_MS, event: 'stable' },
      { do: 'show', connection: { kind: 'online', serverId, since: nowMs } },
    ],
  }
}

function lost(state: State, { failure }: { failure: Failure | null }, environment: Environment): Step {
  const next = onNextServer(state)
  if (!failure || failure.retryable)
    return waitForRetry(next, failure, failure?.retryAfterMs ?? 0, environment)
  const { effects, awaySince } = close(state, environment)
  const { turn, attempt } = next
  return {
    state: { kind: 'refused', turn, attempt, awaySince },
    effects: [...effects, { do: 'show', connection: { kind: 'refused', failure } }],
  }
}

function waitForRetry(state: State, failure: Failure | null, hintMs: number, environment: Environment): Step {
  const { nowMs, random } = environment
  const { effects, awaySince } = close(state, environment)
  const ms = waitMs(RECONNECT, state.attempt, hintMs, random)
  const attempt = state.attempt + 1
  const waiting = { kind: 'waiting', since: awaySince, retryAt: nowMs + ms, attempt, failure } as const
  return {
    state: { kind: 'waiting', turn: state.turn, attempt, awaySince },
    effects: [...effects, { do: 'after', ms, event: 'retry' }, { do: 'show', connection: waiting }],
  }
}

// All clients of that server are told in the same moment, so each moves at a random one.
function leaveSoon(state: State, { withinMs }: { withinMs: number }, { random }: Environment): Step {
  return { state, effects: [{ do: 'leave-after', ms: random() * withinMs }] }
}

function startDraining(state: State, _event: unknown, { nowMs }: Environment): Step {
  const isOnline = state.kind === 'online'
  const awaySince = isOnline ? nowMs : state.awaySince
  return {
    state: { kind: 'draining', turn: state.turn, attempt: state.attempt, awaySince },
    effects: [
      ...(isOnline ? [{ do: 'offline' } as const] : []),
      { do: 'show', connection: { kind: 'connecting', since: awaySince } },
      { do: 'drain' },
    ],
  }
}

function turnOff(state: State, _event: unknown, environment: Environment): Step {
  const { effects, awaySince } = close(state, environment)
  const { turn, attempt } = state
  return {
    state: { kind: 'off', turn, attempt, awaySince },
    effects: [...effects, { do: 'show', connection: { kind: 'off' } }],
  }
}

function close({ kind, awaySince }: State, { nowMs }: Environment) {
  const isOnline = kind === 'online'
  const effects: Effect[] = isOnline ? [{ do: 'close' }, { do: 'offline' }] : [{ do: 'close' }]
  return { effects, awaySince: isOnline ? nowMs : awaySince }
}

function onNextServer<S extends State>(state: S): S {
  return { ...state, turn: state.turn + 1 }
}
