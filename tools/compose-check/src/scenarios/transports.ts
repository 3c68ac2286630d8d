import { LOBBY_ID, PROTOCOL_VERSION } from '@parley/protocol'
import { until } from '@parley/testkit/until'
import { io, type Socket } from 'socket.io-client'
import { expectThat } from '../expect'
import type { Stack } from '../stack'
import type { Scenario } from './scenario'

const LIMIT_MS = 20_000
const MOST_OPENED = 16

interface Client {
  transports: string[]
  socket: Socket
  serverId: () => string | null
  isAskedToLeave: () => boolean
}

export const transports: Scenario = {
  name: 'transports',
  shows:
    'polling alone, polling that becomes a websocket, and websockets alone work, also while their server leaves',
  async run(stack, say) {
    const cookie = await joinAsGuest(stack)
    const ways = [['polling'], ['polling', 'websocket'], ['websocket']]
    const clients = await Promise.all(ways.map((way) => open(stack, way, cookie)))
    try {
      for (const client of clients) await expectAnswer(client)
      const [polling] = clients
      const id = polling?.serverId()
      const container = (await stack.containers('server')).find(({ name }) => name.endsWith(`-${id}`))
      expectThat(!!container && !!polling, `there is no container of server ${id}`)
      const beside = await openUntilOn(id, clients, () => open(stack, ['websocket'], cookie))
      say(`a polling client and a websocket client are on server ${id}; it is told to stop`)
      const stopping = stack.stop(container)
      for (const client of [polling, beside]) {
        await until('the server asks its people to leave', LIMIT_MS, () => client.isAskedToLeave())
        // The server drains and is out of the balancer by now; its sessions still get answers.
        await expectAnswer(client)
      }
      for (const way of ways) {
        const fresh = await open(stack, way, cookie)
        clients.push(fresh)
        expectThat(fresh.serverId() !== id, 'somebody new was sent to the server that leaves')
        await expectAnswer(fresh)
      }
      await stopping
      await stack.revive(container)
    } finally {
      for (const { socket } of clients) socket.disconnect()
    }
  },
}

async function joinAsGuest({ url }: Stack): Promise<string> {
  const response = await fetch(`${url}/api/v1/guests`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Transport' }),
    signal: AbortSignal.timeout(LIMIT_MS),
  })
  expectThat(response.status === 201, `joining was answered with ${response.status}`)
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}

async function open({ url }: Stack, way: string[], cookie: string): Promise<Client> {
  const socket = io(url, {
    transports: way,
    forceNew: true,
    reconnection: false,
    withCredentials: true, // keeps the balancer's cookie, as browsers do
    auth: { protocol: PROTOCOL_VERSION },
    extraHeaders: { cookie, origin: url },
  })
  let serverId: string | null = null
  let isAsked = false
  socket.on('server:welcome', (welcome: { serverId: string }) => (serverId = welcome.serverId))
  socket.on('server:leaving', () => (isAsked = true))
  await until(`a welcome over ${way.join(' and ')}`, LIMIT_MS, () => serverId)
  const last = way.at(-1)!
  await until(`${last} in use`, LIMIT_MS, () => socket.io.engine.transport.name === last)
  return { transports: way, socket, serverId: () => serverId, isAskedToLeave: () => isAsked }
}

/** HAProxy distributes them; all stay until the end, so that each server gets one. */
async function openUntilOn(
  id: string | null | undefined,
  clients: Client[],
  next: () => Promise<Client>,
): Promise<Client> {
  for (let opened = 0; opened < MOST_OPENED; opened++) {
    const client = await next()
    clients.push(client)
    if (client.serverId() === id) return client
  }
  throw new Error(`none of ${MOST_OPENED} new clients reached server ${id}`)
}

async function expectAnswer({ socket, transports: way }: Client): Promise<void> {
  const ask = { roomId: LOBBY_ID, before: null, limit: 1 }
  const answer = (await socket.timeout(LIMIT_MS).emitWithAck('history:page', ask)) as { ok: boolean }
  expectThat(answer.ok, `over ${way.join(' and ')} a question was answered with ${JSON.stringify(answer)}`)
}
