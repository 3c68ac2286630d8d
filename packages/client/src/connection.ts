// One connection to one of several servers, and the next one when it is lost. Socket.IO's own reconnection is off: it
// knows neither other servers nor a server's hint, and its buffer would send what our outbox sends again anyway.
import type { Socket } from 'socket.io-client'
import { serverEvents, type Failure, type ServerEvent, type ServerPayload } from '@parley/protocol'
import { isFailure, readAnswer, type Answer, type Ask } from './answer'
import { RECONNECT, waitMs } from './backoff'
import type { ServerAddress } from './parley-api'
import type { Connection } from './state'
import { createTransportChoice, type Transport } from './transport-choice'

/** No answer after this: nobody knows what became of it. Servers answer within 10 s or say that they cannot. */
const ACK_TIMEOUT_MS = 10_000
/** From an open transport to the server's welcome. A server that takes longer is as good as away: another is tried. */
const WELCOME_TIMEOUT_MS = 8_000
/** A connection that held this long was a good one: after it, waiting begins anew. Shorter ones count as failures. */
const STABLE_AFTER_MS = 10_000
/** Servers ping every 15 s. Whoever heard nothing for so long slept: the socket says for a while that it is open. */
const DEAF_AFTER_MS = 40_000
/** An attempt that is older than this when somebody looks again began in another life of the network. */
const STUCK_AFTER_MS = 2_000
/** A server that leaves gets this long to answer what it was asked before we go. */
const DRAIN_MS = 2_000

interface ServerConnection {
  connect: () => void
  disconnect: () => void
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
  /** What the server says; `server:welcome` is the moment from which questions are answered. */
  handlers: ServerHandlers
  onChange: (connection: Connection) => void
  onOffline: () => void
  now: () => number
  random: () => number
}): ServerConnection {
  const order = shuffle(servers, random)
  const pending = new Set<() => void>()
  const transport = createTransportChoice()
  let turn = 0
  let attempt = 0
  let socket: Socket | null = null
  let isWelcome = false
  let awaySince = 0
  let heardAt = 0
  /** When the attempt began that has no answer yet. */
  let tryingSince: number | null = null
  let state: Connection['kind'] = 'off'
  // One at a time: until the next attempt, until a connect times out, until it counts as stable.
  let timer: ReturnType<typeof setTimeout> | undefined
  let onDrained: (() => void) | null = null
  let leaveTimer: ReturnType<typeof setTimeout> | undefined

  function show(connection: Connection): void {
    state = connection.kind
    onChange(connection)
  }

  function later(delayMs: number, act: () => void): void {
    clearTimeout(timer)
    timer = setTimeout(act, delayMs)
  }

  function connect(): void {
    if (state !== 'off' && state !== 'refused') return
    attempt = 0
    awaySince = now()
    openNext()
  }

  function openNext(): void {
    const server = order[turn % order.length]
    if (!server) throw new Error('createParley was given no servers.')
    show({ kind: 'connecting', since: awaySince })
    const opened = open(server.url, transport.first())
    socket = opened
    heardAt = now()
    tryingSince = heardAt
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
    opened.onAny(ifCurrent(hear))
    opened.io.on(
      'ping',
      ifCurrent(() => (heardAt = now())),
    )
    opened.io.on(
      'open',
      ifCurrent(() => later(WELCOME_TIMEOUT_MS, silent)),
    )
    later(transport.timeoutMs(), silent)
  }

  /** Parses what a server says. What this version does not know is let be: a newer server may say more. */
  function hear(event: string, payload: unknown): void {
    heardAt = now()
    if (!Object.hasOwn(serverEvents, event)) return
    const parsed = serverEvents[event as ServerEvent].safeParse(payload)
    if (!parsed.success) return
    if (event === 'server:leaving') return leave(parsed.data as ServerPayload<'server:leaving'>)
    if (event === 'server:welcome') welcomed(parsed.data as ServerPayload<'server:welcome'>)
    const handle = handlers[event as ServerEvent] as ((payload: unknown) => void) | undefined
    handle?.(parsed.data)
  }

  function welcomed({ serverId }: ServerPayload<'server:welcome'>): void {
    isWelcome = true
    if (tryingSince !== null) transport.worked(now() - tryingSince)
    tryingSince = null
    later(STABLE_AFTER_MS, () => (attempt = 0))
    show({ kind: 'online', serverId, since: now() })
  }

  /** An attempt heard nothing. Also after the transport opened: some proxies pass what the server says, and nothing else. */
  function silent(): void {
    letGo()
    if (transport.silent() === 'other-server') turn++
    waitForNext(waitMs(RECONNECT, attempt, 0, random), null)
  }

  function lost(why: unknown): void {
    letGo()
    transport.failed()
    turn++
    if (isFailure(why) && !why.retryable) return show({ kind: 'refused', failure: why })
    waitForNext(waitMs(RECONNECT, attempt, hintOf(why), random), isFailure(why) ? why : null)
  }

  function waitForNext(delayMs: number, failure: Failure | null): void {
    attempt++
    later(delayMs, openNext)
    show({ kind: 'waiting', since: awaySince, retryAt: now() + delayMs, attempt, failure })
  }

  /**
   * Lets go of the socket: whatever was asked through it stays unanswered. Said here, because Socket.IO says it only of
   * what left its buffer, and after a sleep it buffers.
   */
  function letGo(): void {
    clearTimeout(timer)
    clearTimeout(leaveTimer)
    const closing = socket
    socket = null
    tryingSince = null
    closing?.disconnect()
    goOffline()
    for (const giveUp of [...pending]) giveUp()
  }

  function goOffline(): void {
    if (!isWelcome) return
    isWelcome = false
    awaySince = now()
    onOffline()
  }

  // Everybody on that server is told in the same moment, so each goes at a moment of its own.
  function leave({ withinMs }: ServerPayload<'server:leaving'>): void {
    clearTimeout(leaveTimer)
    leaveTimer = setTimeout(move, random() * withinMs)
  }

  function move(): void {
    goOffline() // nothing new is asked here
    clearTimeout(timer)
    show({ kind: 'connecting', since: awaySince })
    const go = () => {
      letGo()
      turn++
      openNext()
    }
    if (pending.size === 0) return go()
    leaveTimer = setTimeout(go, DRAIN_MS)
    onDrained = go
  }

  function ask(event: string, input: unknown): Promise<Answer<never>> {
    const by = isWelcome ? socket : null
    if (!by) return Promise.resolve({ kind: 'unanswered' })
    return new Promise((resolve) => {
      const settle = (answer: Answer<never>) => {
        pending.delete(giveUp)
        resolve(answer)
        if (pending.size === 0) drained()
      }
      const giveUp = () => settle({ kind: 'unanswered' })
      pending.add(giveUp)
      by.timeout(ACK_TIMEOUT_MS).emit(event, input, (error: unknown, raw: unknown) => {
        if (!pending.has(giveUp)) return
        if (error) giveUp()
        else settle(readAnswer(event as never, raw))
      })
    })
  }

  function drained(): void {
    const go = onDrained
    onDrained = null
    if (go && socket && !isWelcome) go()
  }

  function disconnect(): void {
    letGo()
    show({ kind: 'off' })
  }

  function retryNow(): void {
    const isDeaf = isWelcome && now() - heardAt > DEAF_AFTER_MS
    const isStuck = tryingSince !== null && now() - tryingSince > STUCK_AFTER_MS
    if (isDeaf || isStuck) turn++ // perhaps it was the server that fell silent
    if (state === 'waiting' || isDeaf || isStuck) openAnew()
  }

  function reconnect(): void {
    if (state !== 'off' && state !== 'refused') openAnew()
  }

  function openAnew(): void {
    letGo()
    openNext()
  }

  return { connect, disconnect, retryNow, reconnect, isOnline: () => isWelcome, ask }
}

function hintOf(why: unknown): number {
  return isFailure(why) ? (why.retryAfterMs ?? 0) : 0
}

function shuffle<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item)
}
