// The server that people would write themselves: it repeats a member's message to the room. No sessions, no seqs, no
// storage.
import { createServer } from 'node:http'
import { createAdapter } from '@socket.io/redis-adapter'
import { Redis } from 'ioredis'
import { Server } from 'socket.io'
import { WebSocketServer, type WebSocket } from 'ws'

const [kind, port, redisUrl] = process.argv.slice(2)
const http = createServer()
http.listen(Number(port), '127.0.0.1', () => process.send?.({ nth: 1, value: 'ready' }))
process.on('disconnect', () => process.exit(0))
process.on('SIGINT', () => undefined)

if (kind === 'ws') serveBareSockets()
else await serveSocketIo()

async function serveSocketIo() {
  const io = new Server(http, {
    serveClient: false,
    perMessageDeflate: false,
    transports: ['websocket'],
  })
  if (redisUrl) {
    const publisher = new Redis(redisUrl)
    io.adapter(createAdapter(publisher, publisher.duplicate()))
  }
  io.on('connection', (socket) => {
    socket.on('join', async (numbers: number[], answer: () => void) => {
      await socket.join(numbers.map(String))
      answer()
    })
    socket.on('say', (room: number, body: string, answer: () => void) => {
      io.to(String(room)).emit('m', body)
      answer()
    })
  })
}

/** The same packets without Socket.IO. */
function serveBareSockets() {
  const rooms = new Map<number, Set<WebSocket>>()
  new WebSocketServer({ server: http, perMessageDeflate: false }).on('connection', (socket) => {
    const joined: Set<WebSocket>[] = []
    socket.on('message', (frame: Buffer) => {
      const packet = frame.toString()
      const at = packet.indexOf('[')
      const [event, numbers, body] = JSON.parse(packet.slice(at)) as [string, number | number[], string]
      for (const number of [numbers].flat()) {
        const room = rooms.get(number) ?? new Set()
        rooms.set(number, room)
        if (event === 'join') {
          room.add(socket)
          joined.push(room)
        } else {
          const said = Buffer.from(`42["m",${JSON.stringify(body)}]`)
          for (const member of room) member.send(said, { binary: false })
        }
      }
      socket.send(`43${packet.slice(2, at)}[]`)
    })
    socket.on('close', () => joined.forEach((room) => room.delete(socket)))
    socket.on('error', () => socket.terminate())
  })
}
