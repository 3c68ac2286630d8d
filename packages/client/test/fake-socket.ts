import { EventEmitter } from 'node:events'
import type { Socket } from 'socket.io-client'
import { createConnection } from '../src/connection/connection'

const person = { id: 'p-ada', name: 'Ada', isGuest: true }

export class FakeSocket extends EventEmitter {
  readonly io = new EventEmitter()
  readonly asked: ((error: unknown, raw?: unknown) => void)[] = []
  isOpen = true
  #hear: (event: string, payload: unknown) => void = () => {}

  constructor(readonly opened: string) {
    super()
  }
  onAny(hear: (event: string, payload: unknown) => void) {
    this.#hear = hear
  }
  timeout() {
    return {
      emit: (_event: string, _input: unknown, answer: (error: unknown) => void) => this.asked.push(answer),
    }
  }
  disconnect() {
    this.isOpen = false
  }
  say(event: string, payload: unknown) {
    this.#hear(event, payload)
  }
  welcome() {
    this.say('server:welcome', { serverId: this.opened, protocol: 1, person })
  }
}

/** A connection whose sockets send what a test defines. */
export function makeConnection({ servers = ['a', 'b'], random = (): number => 0 } = {}) {
  const sockets: FakeSocket[] = []
  const shown: string[] = []
  const heard: unknown[] = []
  let offline = 0
  const connection = createConnection({
    servers: servers.map((id) => ({ id, url: id })),
    open(url, first) {
      const socket = new FakeSocket(`${url} by ${first}`)
      sockets.push(socket)
      return socket as unknown as Socket
    },
    handlers: { 'live:state': (state) => heard.push(state), 'server:welcome': () => heard.push('welcome') },
    onChange: ({ kind }) => shown.push(kind),
    onOffline: () => (offline += 1),
    now: Date.now,
    random,
  })
  const ask = () => connection.ask('read:mark', { roomId: 'r', seq: 5 })
  const last = () => sockets.at(-1)!
  const opened = () => sockets.map((socket) => socket.opened)
  const goOnline = () => (connection.connect(), last().welcome())
  return { connection, sockets, shown, heard, ask, last, opened, goOnline, offline: () => offline }
}
