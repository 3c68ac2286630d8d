// One connection to one of several servers, and the next one when it is lost. Socket.IO's own reconnection is off: it
// knows neither other servers nor a server's hint, and its buffer would send messages that our outbox sends again anyway.
// `connection-state.ts` decides; this file owns the socket, the timers and the pending requests.
import type { Socket } from 'socket.io-client'
import { serverEvents, type ServerEvent, type ServerPayload } from '@parley/protocol'
import type { ServerAddress } from '../parley-api'
import type { Connection } from '../state'
import { isFailure, type Ask } from './answer'
import { createQuestions } from './questions'
import { DRAIN_TIMEOUT_MS, initialState, step, type Effect, type Event } from './connection-state'
import { createTransportChoice, type Transport } from './transport-choice'

interface ServerConnection {
  connect: () => void
  disconnect: () => void
  /** The page woke up, or a person asks for it: tries at once if no connection works. */
  retryNow: () => void
  reconnect: () => void
  isOnline: () => boolean
  ask: Ask
}

export type ServerHandlers = { [E in ServerEvent]?: (payload: ServerPayload<E>) => void }

export function createConnection({
  servers,
  open,
  handlers,
  onChange,
  onOffline,
  now,
  random,
}: {
  servers: readonly ServerAddress[]
  open: (url: string, first: Transport) => Socket
  /** Handlers of server events; from `server:welcome` on the server answers requests. */
  handlers: ServerHandlers
  onChange: (connection: Connection) => void
  onOffline: () => void
  now: () => number
  random: () => number
}): ServerConnection {
  const order = shuffle(servers, random)
  const questions = createQuestions({ onNoneOpen: () => void (isDraining() && send({ kind: 'drained' })) })
  const transport = createTransportChoice()
  let state = initialState
  let socket: Socket | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let leaveTimer: ReturnType<typeof setTimeout> | undefined

  const isOnline = () => state.kind === 'online'
  const isDraining = () => state.kind === 'draining'

  function send(event: Event): void {
    const next = step(state, event, { nowMs: now(), random })
    ;({ state } = next)
    for (const effect of next.effects) carryOut(effect)
  }

  function carryOut(effect: Effect): void {
    switch (effect.do) {
      case 'open':
        return openSocket(effect.turn)
      case 'close':
        return closeSocket()
      case 'offline':
        return onOffline()
      case 'show':
        return onChange(effect.connection)
      case 'after':
        return later(effect.ms, effect.event)
      case 'leave-after':
        clearTimeout(leaveTimer)
        leaveTimer = setTimeout(() => send({ kind: 'leave' }), effect.ms)
        return
      case 'drain':
        return drain()
      default:
        return effect satisfies never
    }
  }

  function later(ms: number, event: 'silent' | 'stable' | 'retry'): void {
    clearTimeout(timer)
    timer = setTimeout(() => {
      send(event === 'silent' ? { kind: 'silent', next: transport.silent() } : { kind: event })
    }, ms)
  }

  function openSocket(turn: number): void {
    const server = order[turn % order.length]
    if (!server) throw new Error('createParley was given no servers.')
    const opened = open(server.url, transport.first())
    const openedAt = now()
    socket = opened
    const ifCurrent =
      <A extends unknown[]>(act: (...args: A) => void) =>
      (...args: A) =>
        socket === opened ? act(...args) : undefined
    opened.on(
      'connect_error',
      ifCurrent((error: Error & { data?: unknown }) => lost(error.data)),
    )
    opened.on(
      'disconnect',
      ifCurrent(() => lost(undefined)),
    )
    opened.onAny(ifCurrent((event: string, payload: unknown) => hear(event, payload, openedAt)))
    opened.io.on(
      'ping',
      ifCurrent(() => send({ kind: 'heard' })),
    )
    opened.io.on(
      'open',
      ifCurrent(() => send({ kind: 'opened' })),
    )
    later(transport.timeoutMs(), 'silent')
  }

  /** Parses a server event. Unknown events are ignored: a newer server may send more. */
  function hear(event: string, payload: unknown, openedAt: number): void {
    send({ kind: 'heard' })
    if (!Object.hasOwn(serverEvents, event)) return
    const parsed = serverEvents[event as ServerEvent].safeParse(payload)
    if (!parsed.success) return
    if (event === 'server:leaving')
      return send({ kind: 'leaving', ...(parsed.data as ServerPayload<'server:leaving'>) })
    if (event === 'server:welcome') {
      if (!isOnline()) transport.worked(now() - openedAt)
      send({ kind: 'welcomed', serverId: (parsed.data as ServerPayload<'server:welcome'>).serverId })
    }
    const handle = handlers[event as ServerEvent] as ((payload: unknown) => void) | undefined
    handle?.(parsed.data)
  }

  function lost(why: unknown): void {
    transport.failed()
    send({ kind: 'lost', failure: isFailure(why) ? why : null })
  }

  function closeSocket(): void {
    clearTimeout(timer)
    clearTimeout(leaveTimer)
    const closing = socket
    socket = null
    closing?.disconnect()
    // Reported here, because Socket.IO reports it only for requests that left its buffer, and after a sleep it buffers.
    questions.giveUp()
  }

  function drain(): void {
    clearTimeout(timer)
    if (questions.areOpen()) leaveTimer = setTimeout(() => send({ kind: 'drained' }), DRAIN_TIMEOUT_MS)
    else send({ kind: 'drained' })
  }

  return {
    connect: () => send({ kind: 'connect' }),
    disconnect: () => send({ kind: 'disconnect' }),
    retryNow: () => send({ kind: 'wake' }),
    reconnect: () => send({ kind: 'reconnect' }),
    isOnline,
    ask: (event, input) => questions.ask(event, input, isOnline() ? socket : null),
  }
}

function shuffle<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item)
}
