// Engine.IO 4 and Socket.IO 5, as text. Bare `ws` exchanges the same packets, without handshake and heartbeat, so that
// every byte costs the load processes the same.
import { PROTOCOL_VERSION } from '@parley/protocol'
import { v7 } from 'uuid'
import type { Dialect, RoomSeat } from './dialect'

const socketIo = {
  address: (url: string) => `${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`,
  saysHelloFirst: false,
  pong: '3',
  idOf: (answer: string) => parseInt(answer.slice(2)),
  refusalIn: (answer: string) => /^43\d+\[\{"ok":false.*?"code":"([^"]+)"/.exec(answer)?.[1] ?? null,
  packetsIn: (frame: string) => [frame],
}

function kindOf(packet: string): ReturnType<Dialect['kindOf']> {
  if (packet.startsWith('42')) return packet.startsWith('42["server:welcome"') ? 'welcome' : 'said'
  if (packet.startsWith('43')) return 'answer'
  if (packet.startsWith('44')) return 'refused'
  if (packet.startsWith('2')) return 'ping'
  return packet.startsWith('0') ? 'open' : 'other'
}

const peer = {
  ...socketIo,
  enter: (id: number, rooms: readonly RoomSeat[]) =>
    `42${id}["join",${JSON.stringify(rooms.map(({ number }) => number))}]`,
  send: (id: number, { number }: RoomSeat, body: string) => `42${id}["say",${number},"${body}"]`,
}

export const parley: Dialect = {
  ...socketIo,
  hello: `40{"protocol":${PROTOCOL_VERSION}}`,
  kindOf,
  enter(id, rooms) {
    const cursors = rooms.map(({ id: roomId, epoch, seq }) => ({
      roomId,
      epoch,
      seq,
    }))
    return `42${id}["rooms:sync",{"rooms":${JSON.stringify(cursors)}}]`
  },
  send: (id, room, body) =>
    `42${id}["message:send",{"roomId":"${room.id}","id":"${v7()}","body":"${body}","epoch":${room.epoch}}]`,
}

export const bareSocketIo: Dialect = {
  ...peer,
  hello: '40',
  kindOf: (packet) => (packet.startsWith('40') ? 'welcome' : kindOf(packet)),
}

export const bareWebSocket: Dialect = {
  ...peer,
  address: (url) => url.replace('http', 'ws'),
  hello: null,
  kindOf,
}
