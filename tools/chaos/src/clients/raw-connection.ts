// One connection after the other to one address, as the protocol page prescribes: with our own backoff, the server's
// hint, and a move at a random moment when a server drains.
import { PROTOCOL_VERSION, type Failure, type Result } from '@parley/protocol'
import { io, type Socket } from 'socket.io-client'
import { jitterMs, type Random } from '../random'

const ANSWER_LIMIT_MS = 10_000
const CONNECT_LIMIT_MS = 8_000
const STABLE_AFTER_MS = 10_000
const DRAIN_MS = 2_000

/** Null: the result is unknown. */
export type Ask = (event: string, input: unknown) => Promise<Result<unknown> | null>

export interface RawConnection {
  connect: () => void
  disconnect: () => void
  isOnline: () => boolean
  ask: Ask
}

export interface ConnectionEvents {
  onWelcome: (serverId: string) => void
  onLost: (isOwnWill: boolean) => void
  onEvent: (event: string, payload: unknown) => void
  /** Refused permanently: no attempt follows. */
  onRefused: (code: string) => void
}

export function createRawConnection({
  url,
  cookie,
  events,
  random,
}: {
  url: string
  cookie: string
  events: ConnectionEvents
  random: Random
}): RawConnection {
  const pending = new Set<() => void>()
  let socket: Socket | null = null
  let isWelcome = false
  let attempt = 0
  // One timer at a time: until the next attempt, a connect timeout, or a stable connection.
  let timer: ReturnType<typeof setTimeout> | undefined
  let leaving: ReturnType<typeof setTimeout> | undefined

  function connect(): void {
    if (!socket && !timer) open()
  }

  function open(): void {
    timer = undefined
    const opened = io(url, {
      forceNew: true,
      reconnection: false,
      transports: ['websocket'],
      auth: { protocol: PROTOCOL_VERSION },
      extraHeaders: { origin: new URL(url).origin, cookie },
    })
    socket = opened
    opened.on('connect_error', (error: Error & { data?: Partial<Failure> }) => {
      if (socket === opened) failed(error.data)
    })
    opened.on('disconnect', () => socket === opened && failed(undefined))
    opened.onAny((event: string, payload: unknown) => socket === opened && hear(event, payload))
    later(CONNECT_LIMIT_MS, () => failed(undefined))
  }

  function hear(event: string, payload: unknown): void {
    if (event === 'server:welcome') {
      isWelcome = true
      later(STABLE_AFTER_MS, () => {
        timer = undefined
        attempt = 0
      })
      events.onWelcome((payload as { serverId: string }).serverId)
    } else if (event === 'server:leaving') {
      clearTimeout(leaving)
      leaving = setTimeout(move, random() * (payload as { withinMs: number }).withinMs)
    } else events.onEvent(event, payload)
  }

  function failed(why: Partial<Failure> | undefined): void {
    letGo(false)
    if (why?.retryable === false) return events.onRefused(why.code ?? 'unknown')
    later((why?.retryAfterMs ?? 0) + jitterMs(250, 10_000, attempt++, random), open)
  }

  // This server still answers pending requests; new ones are not sent here.
  function move(): void {
    goOffline(false)
    const giveUpAt = performance.now() + DRAIN_MS
    const look = () => {
      if (pending.size > 0 && performance.now() < giveUpAt) return later(50, look)
      letGo(false)
      open()
    }
    look()
  }

  function goOffline(isOwnWill: boolean): void {
    if (!isWelcome) return
    isWelcome = false
    events.onLost(isOwnWill)
  }

  function letGo(isOwnWill: boolean): void {
    clearTimeout(timer)
    clearTimeout(leaving)
    timer = undefined
    const closing = socket
    socket = null
    closing?.disconnect()
    goOffline(isOwnWill)
    for (const giveUp of [...pending]) giveUp()
  }

  function later(delayMs: number, act: () => void): void {
    clearTimeout(timer)
    timer = setTimeout(act, delayMs)
  }

  function ask(event: string, input: unknown): Promise<Result<unknown> | null> {
    const by = isWelcome ? socket : null
    if (!by) return Promise.resolve(null)
    return new Promise((resolve) => {
      const settle = (answer: Result<unknown> | null) => {
        if (!pending.delete(giveUp)) return
        clearTimeout(limit)
        resolve(answer)
      }
      const giveUp = () => settle(null)
      const limit = setTimeout(giveUp, ANSWER_LIMIT_MS)
      pending.add(giveUp)
      by.emit(event, input, (answer: Result<unknown>) => settle(answer))
    })
  }

  return { connect, disconnect: () => letGo(true), isOnline: () => isWelcome, ask }
}
