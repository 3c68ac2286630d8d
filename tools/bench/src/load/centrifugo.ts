// Centrifugo's client protocol as JSON: commands and replies by line, several in a frame.
import type { Dialect } from './dialect'

const CONNECT_ID = 1_000_000_000
/** Ids of all subscriptions except the last, whose answer is awaited. */
const UNHEARD_ID = 1_500_000_000

const channelOf = ({ number }: { number: number }) => `room${number}`

export const centrifugo: Dialect = {
  address: (url) => `${url.replace('http', 'ws')}/connection/websocket`,
  hello: `{"id":${CONNECT_ID},"connect":{}}`,
  saysHelloFirst: true,
  pong: '{}',
  kindOf(packet) {
    if (packet.startsWith('{"push"')) return 'said'
    if (packet === '{}') return 'ping'
    if (packet.startsWith(`{"id":${CONNECT_ID},`)) return packet.includes('"error"') ? 'refused' : 'welcome'
    return packet.startsWith('{"id"') ? 'answer' : 'other'
  },
  idOf: (answer) => parseInt(answer.slice('{"id":'.length)),
  refusalIn: (answer) => /"error":\{"code":(\d+)/.exec(answer)?.[1] ?? null,
  packetsIn: (frame) => (frame.includes('\n') ? frame.split('\n').filter((line) => line !== '') : [frame]),
  enter(id, rooms) {
    if (rooms.length === 0) return `{"id":${id},"ping":{}}`
    return rooms
      .map((room, nth) => {
        const own = nth === rooms.length - 1 ? id : UNHEARD_ID + nth
        return `{"id":${own},"subscribe":{"channel":"${channelOf(room)}"}}`
      })
      .join('\n')
  },
  send: (id, room, body) => `{"id":${id},"publish":{"channel":"${channelOf(room)}","data":"${body}"}}`,
}
