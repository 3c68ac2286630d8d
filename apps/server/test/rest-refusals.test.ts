import { LOBBY_ID } from '@parley/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId, signInGuest } from './guest'
import { makeDatabase, redisUrl } from './running-server'
import { startServerHere, type ServerHere } from './server-here'

/** Answers that any route may give; the protocol page lists them once. */
const ANY_ROUTE = ['bad-input', 'too-large', 'wrong-origin', 'database-unavailable', 'went-wrong']
const SIGNED_OUT = 'parley=nobody'

type Refusals = Record<string, Record<string, { 'x-failures': string[]; 'x-limits': string[] }>>

let database: Awaited<ReturnType<typeof makeDatabase>>
let server: ServerHere
let cookie: string
let told: Refusals

beforeAll(async () => {
  database = await makeDatabase()
  server = await startServerHere('1', { DATABASE_URL: database.url, REDIS_URL: redisUrl(7) })
  cookie = await signInGuest(server.url, 'Ada')
  told = ((await (await ask('GET', '/openapi.json')).json()) as { paths: Refusals }).paths
})
afterAll(async () => {
  await server?.close()
  await database?.drop()
})

function ask(method: string, path: string, body?: unknown, by = cookie): Promise<Response> {
  const headers = { cookie: by, ...(body !== undefined && { 'content-type': 'application/json' }) }
  return fetch(`${server.url}/api/v1${path}`, { method, headers, body: JSON.stringify(body) })
}

const nowhere = newId()
const room = (name: string, topic = '') => ({ name, topic })

test.each<[method: string, route: string, path: string, body: unknown, code: string]>([
  ['POST', '/guests', '/guests', { name: 'a' }, 'name-too-short'],
  ['POST', '/guests', '/guests', { name: 'a'.repeat(33) }, 'name-too-long'],
  ['POST', '/guests', '/guests', { name: 'аdmin' }, 'name-mixes-alphabets'],
  ['POST', '/guests', '/guests', { name: 'a\u0000b' }, 'bad-text'],
  ['POST', '/guests', '/guests', {}, 'bad-input'],
  ['POST', '/rooms', '/rooms', room(''), 'room-name-empty'],
  ['POST', '/rooms', '/rooms', room('a'.repeat(81)), 'room-name-too-long'],
  ['POST', '/rooms', '/rooms', room('fine', 'a'.repeat(501)), 'topic-too-long'],
  ['POST', '/rooms', '/rooms', room('Lobby'), 'room-name-taken'],
  ['GET', '/directory', `/directory?search=${'a'.repeat(81)}`, undefined, 'room-name-too-long'],
  ['GET', '/directory', '/directory?search=%00', undefined, 'bad-text'],
  ['GET', '/people', '/people', undefined, 'bad-input'],
  ['GET', '/people', `/people?${'id=a&'.repeat(101)}`, undefined, 'bad-input'],
  ['GET', '/rooms/{roomId}', `/rooms/${nowhere}`, undefined, 'no-such-room'],
  ['GET', '/rooms/{roomId}/members', `/rooms/${nowhere}/members`, undefined, 'no-such-room'],
  ['POST', '/rooms/{roomId}/join', `/rooms/${nowhere}/join`, undefined, 'no-such-room'],
  ['POST', '/rooms/{roomId}/leave', `/rooms/${LOBBY_ID}/leave`, undefined, 'lobby-stays'],
])('%s %s refuses as it says: %s %j with %s', async (method, route, path, body, code) => {
  const answer = await ask(method, path, body)
  expect(((await answer.json()) as { code: string }).code).toBe(code)
  expect([...told[route]![method.toLowerCase()]!['x-failures'], ...ANY_ROUTE]).toContain(code)
})

test('every route documents its refusals and limits, and whether it needs a session', async () => {
  const routes = Object.entries(told).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, says]) => ({ path, method: method.toUpperCase(), says })),
  )
  expect(routes.length).toBeGreaterThan(9)
  for (const { path, method, says } of routes) {
    expect(says['x-limits']).not.toEqual([])
    const answer = await ask(method, path.replace('{roomId}', nowhere), undefined, SIGNED_OUT)
    const { code } = (await answer.json()) as { code?: string }
    expect([path, code === 'not-signed-in']).toEqual([path, says['x-failures'].includes('not-signed-in')])
  }
})
