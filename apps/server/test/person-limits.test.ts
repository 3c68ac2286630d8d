// Everything that one user can create many of, on two servers.
import { createParley } from '@parley/client'
import type { Failure, Room } from '@parley/protocol'
import { until } from '@parley/testkit/until'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectGuest, joinAsGuest, newId, type Guest } from './guest'
import { makeDatabase, redisUrl } from './running-server'
import { startServerHere, type ServerHere } from './server-here'

const SETTINGS = { ROOM_JOIN_BURST: '3', ROOM_CREATE_BURST: '3', CONNECTIONS_PER_PERSON: '4' }

let database: Awaited<ReturnType<typeof makeDatabase>>
let servers: ServerHere[] = []

beforeAll(async () => {
  database = await makeDatabase()
  const settings = { DATABASE_URL: database.url, REDIS_URL: redisUrl(7), ...SETTINGS }
  servers = await Promise.all(['1', '2'].map((id) => startServerHere(id, settings)))
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()))
  await database?.drop()
})

const first = () => servers[0]!
const numbers = (count: number) => Array.from({ length: count }, (_, n) => n)

/** The same session at both servers, in turn. */
async function postInTurn(
  guest: Guest,
  times: number,
  request: (n: number) => [path: string, body?: object],
) {
  const answers: Response[] = []
  for (const n of numbers(times)) {
    const [path, body] = request(n)
    answers.push(
      await fetch(`${servers[n % servers.length]!.url}/api/v1${path}`, {
        method: 'POST',
        headers: { cookie: guest.cookie, 'content-type': 'application/json' },
        body: JSON.stringify(body ?? {}),
      }),
    )
  }
  return answers
}

function expectTooFast(answer: Response, { moreThanSeconds }: { moreThanSeconds: number }) {
  expect(answer.status).toBe(429)
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(moreThanSeconds)
}

test('one user creates a few rooms at once, over all servers together, then has to wait', async () => {
  const ada = await joinAsGuest(first().url, 'Ada')
  const answers = await postInTurn(ada, 5, (n) => ['/rooms', { name: `room ${n} ${newId()}` }])
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 429, 429])
  expectTooFast(answers[3]!, { moreThanSeconds: 30 })
  ada.socket.close()
})

test('one user joins a few rooms at once, over all servers together, then has to wait', async () => {
  const { prisma } = database.database
  const ids = numbers(5).map(() => newId())
  await prisma.room.createMany({ data: ids.map((id) => ({ id, name: id, nameKey: id })) })
  const ada = await joinAsGuest(first().url, 'Ada')
  const answers = await postInTurn(ada, 5, (n) => [`/rooms/${ids[n]}/join`])
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429])
  expectTooFast(answers[3]!, { moreThanSeconds: 5 })
  ada.socket.close()
})

test('of many connections that one user opens at once, a limited number is welcomed; closing one makes room', async () => {
  const ada = await joinAsGuest(first().url, 'Ada')
  const opened = await Promise.allSettled(numbers(20).map(() => connectGuest(first().url, ada.cookie)))
  const welcomed = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  const refused = opened.flatMap((each) =>
    each.status === 'rejected' ? [(each.reason as { data: Failure }).data] : [],
  )
  expect(welcomed).toHaveLength(3)
  expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['too-many-connections']))
  expect(refused[0]).toMatchObject({ retryable: true, retryAfterMs: 30_000 })
  expect(await first().metric('parley_handshakes_total', { code: 'too-many-connections' })).toBe(17)

  welcomed[0]!.socket.close()
  const sockets = () => first().metric('parley_sockets')
  await until('it is closed', 5_000, async () => (await sockets()) === 3)
  const again = await connectGuest(first().url, ada.cookie)
  for (const { socket } of [ada, again, ...welcomed]) socket.close()
})

test('the SDK reports why it is refused, and waits as long as it is told', async () => {
  const ada = await joinAsGuest(first().url, 'Ada')
  const others = await Promise.all(numbers(3).map(() => connectGuest(first().url, ada.cookie)))
  const servers = [{ id: '1', url: first().url }]
  const parley = createParley({ apiUrl: first().url, servers, cookie: ada.cookie })
  await parley.restore()
  parley.connect()
  await until('it was refused', 5_000, () => parley.getState().connection.kind === 'waiting')
  const { connection } = parley.getState()
  expect(connection).toMatchObject({ kind: 'waiting', failure: { code: 'too-many-connections' } })
  expect(connection.kind === 'waiting' && connection.retryAt - Date.now()).toBeGreaterThan(25_000)
  parley.close()
  for (const { socket } of [ada, ...others]) socket.close()
})

test('requests are counted per user: more connections do not allow more requests', async () => {
  const ada = await joinAsGuest(first().url, 'Ada')
  const other = await connectGuest(first().url, ada.cookie)
  const answers = await Promise.all(
    numbers(150).map((n) => (n % 2 ? ada : other).ask('rooms:sync', { rooms: [] })),
  )
  const refused = answers.flatMap((answer) => (answer.ok ? [] : [answer.failure.code]))
  expect(refused.length).toBeGreaterThan(20)
  expect(new Set(refused)).toEqual(new Set(['too-fast']))
  for (const { socket } of [ada, other]) socket.close()
})

test('REST requests are counted per session', async () => {
  const ada = await joinAsGuest(first().url, 'Ada')
  const ben = await joinAsGuest(first().url, 'Ben')
  const me = ({ cookie }: Guest) => fetch(`${first().url}/api/v1/me`, { headers: { cookie } })
  const answers = await Promise.all(numbers(150).map(() => me(ada)))
  const refused = answers.filter(({ status }) => status !== 200)
  expect(refused.length).toBeGreaterThan(20)
  expectTooFast(refused[0]!, { moreThanSeconds: 0 })
  expect((await me(ben)).status).toBe(200)
  for (const { socket } of [ada, ben]) socket.close()
})

test('one user cannot cover a message with reactions, even before any of them is stored', async () => {
  const ada = await joinAsGuest(first().url, 'Ada')
  const made = await ada.post('/rooms', { name: `room ${newId()}` })
  const { id: roomId } = (await made.json()) as Room
  const messageId = newId()
  expect(await ada.ask('message:send', { roomId, id: messageId, body: 'react' })).toMatchObject({ ok: true })
  const react = (n: number, on = true) => {
    const change = { kind: 'reaction', emoji: String.fromCodePoint(0x1f600 + n), on }
    return ada.ask('message:change', { roomId, id: newId(), messageId, change })
  }
  const codes: string[] = []
  for (const n of numbers(14)) {
    const answer = await react(n)
    codes.push(answer.ok ? 'ok' : answer.failure.code)
  }
  expect(codes).toEqual([...Array<string>(10).fill('ok'), ...Array<string>(4).fill('too-many-reactions')])
  expect(await react(0, false)).toMatchObject({ ok: true })
  ada.socket.close()
})
