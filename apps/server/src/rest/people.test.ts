import { createHmac } from 'node:crypto'
import { LOBBY_ID, type Person } from '@parley/protocol'
import { expect, test } from 'vitest'
import type { Auth } from '../auth/better-auth'
import type { User } from '../socket/socket-types'
import { peopleRoutes } from './people'
import { problemResponse, type Problem } from './problem'

const SECRET = 'a secret of this test'
const signature = createHmac('sha256', SECRET).update('token').digest('base64')
const COOKIE = `better-auth.session_token=token.${encodeURIComponent(signature)}`
const ada: Person = { id: 'ada', name: 'Ada', isGuest: true }
const user: User = { ...ada, sessionId: 's', sessionToken: 'token' }

/** The routes, with an answer that sets two cookies, and the recorded calls. */
function makeRoutes({ waitMs = null as number | null, isGone = false } = {}) {
  const asked: unknown[] = []
  const headers = new Headers([
    ['set-cookie', 'one=1'],
    ['set-cookie', 'two=2'],
  ])
  const routes = peopleRoutes({
    auth: {
      signInGuest: async (name, userAgent) => (
        asked.push(['sign in', name, userAgent]),
        { person: { ...ada, isGuest: true }, headers }
      ),
      signOut: async (cookie) => (asked.push(['sign out', cookie]), headers),
    } as Auth,
    members: { join: (async (...to: string[]) => void asked.push(['join', ...to])) as never },
    people: {
      find: async (ids) => (asked.push(['find', ids]), [ada]),
      rename: async (id, name) => (asked.push(['rename', id, name]), isGone ? null : { ...ada, name }),
    },
    clientAddress: () => 'an address',
    allowJoin: async (address) => (asked.push(['allow', address]), waitMs),
    allowRename: async (id) => (asked.push(['allow rename', id]), waitMs),
    announcePerson: (person) => asked.push(['announce', person]),
    revoke: (revoked) => asked.push(['revoke', revoked]),
    secret: SECRET,
    findUser: async () => user,
    takeRequest: () => null,
  })
  routes.onError((error) => problemResponse((error as Problem).failure))
  async function ask(
    method: string,
    path: string,
    { body, cookie = COOKIE }: { body?: object; cookie?: string } = {},
  ) {
    const sent = { ...(cookie && { cookie }), 'content-type': 'application/json', 'user-agent': 'a browser' }
    const response = await routes.request(
      path,
      { method, headers: sent, ...(body && { body: JSON.stringify(body) }) },
      { incoming: { socket: {} } },
    )
    const text = await response.text()
    return {
      status: response.status,
      cookies: response.headers.getSetCookie(),
      said: text && (JSON.parse(text) as { code?: string; retryAfterMs?: number }),
    }
  }
  return { ask, asked }
}

const TWO = ['one=1', 'two=2']

test('a joining person is in the lobby, and gets every cookie', async () => {
  const { ask, asked } = makeRoutes()
  expect(await ask('POST', '/guests', { body: { name: 'Ada' } })).toEqual({
    status: 201,
    cookies: TWO,
    said: ada,
  })
  expect(asked).toEqual([
    ['allow', 'an address'],
    ['sign in', 'Ada', 'a browser'],
    ['join', LOBBY_ID, 'ada'],
  ])
})

test('a person from a crowded address gets the time to wait', async () => {
  const { ask, asked } = makeRoutes({ waitMs: 50 })
  const { status, said } = await ask('POST', '/guests', { body: { name: 'Ada' } })
  expect([status, said]).toMatchObject([429, { code: 'too-fast', retryAfterMs: 50 }])
  expect(asked).toHaveLength(1)
})

test('a name that is none is refused by its code', async () => {
  expect((await makeRoutes().ask('POST', '/guests', { body: { name: 'a' } })).said).toMatchObject({
    code: 'name-too-short',
  })
})

test('signing out ends this session everywhere, and takes the cookies back', async () => {
  const { ask, asked } = makeRoutes()
  expect(await ask('POST', '/sign-out')).toEqual({ status: 204, cookies: TWO, said: '' })
  expect(asked).toEqual([
    ['sign out', COOKIE],
    ['revoke', { personId: 'ada', sessionId: 's' }],
  ])
})

test('people are looked up, one or many', async () => {
  const { ask, asked } = makeRoutes()
  expect((await ask('GET', '/me')).said).toEqual(ada)
  expect((await ask('GET', '/people?id=ada')).said).toEqual({ people: [ada] })
  await ask('GET', '/people?id=ada&id=ben')
  expect(asked).toEqual([
    ['find', ['ada']],
    ['find', ['ada', 'ben']],
  ])
})

test.each([
  ['GET', '/me'],
  ['GET', '/people?id=ada'],
  ['POST', '/sign-out'],
])('%s %s is only for people with a session', async (method, path) => {
  const { ask, asked } = makeRoutes()
  expect((await ask(method, path, { cookie: '' })).said).toMatchObject({ code: 'not-signed-in' })
  expect(asked).toEqual([])
})

test('a new name is stored, and everybody is told', async () => {
  const { ask, asked } = makeRoutes()
  const renamed = { ...ada, name: 'Ada L.' }
  expect(await ask('POST', '/me/name', { body: { name: ' Ada L.' } })).toMatchObject({
    status: 200,
    said: renamed,
  })
  expect(asked).toEqual([
    ['allow rename', 'ada'],
    ['rename', 'ada', 'Ada L.'],
    ['announce', renamed],
  ])
})

test('above the limit nothing is renamed, and a person who is gone renames nobody', async () => {
  const crowded = makeRoutes({ waitMs: 50 })
  const body = { name: 'Ada L.' }
  expect((await crowded.ask('POST', '/me/name', { body })).said).toMatchObject({ code: 'too-fast' })
  expect(crowded.asked).toEqual([['allow rename', 'ada']])
  const gone = makeRoutes({ isGone: true })
  expect((await gone.ask('POST', '/me/name', { body })).said).toMatchObject({ code: 'not-signed-in' })
  expect(gone.asked.map((each) => (each as string[])[0])).toEqual(['allow rename', 'rename'])
})
