import { createHmac } from 'node:crypto'
import { rates } from '@parley/protocol'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { Problem } from '../rest/problem'
import type { User } from '../socket/socket-types'
import { requireSignedIn, type SignedIn } from './signed-in'

const SECRET = 'a secret of this test'
const signature = createHmac('sha256', SECRET).update('token').digest('base64')
const COOKIE = `better-auth.session_token=token.${encodeURIComponent(signature)}`
const ada: User = { id: 'ada', name: 'Ada', isGuest: true, sessionId: 's', sessionToken: 'token' }

/** The answer of a route behind the guard, and the lookups that it caused. */
async function ask(
  cookie: string,
  { waitMs = null, user = ada }: { waitMs?: number | null; user?: User | null },
) {
  const asked: unknown[] = []
  const app = new Hono<SignedIn>()
    .use(
      requireSignedIn({
        secret: SECRET,
        findUser: async (token) => (asked.push(['find', token]), user),
        takeRequest: (token, rate) => (asked.push(['take', token, rate]), waitMs),
      }),
    )
    .get('/', (context) => context.json(context.var.user))
    .onError((error, context) => context.json(error instanceof Problem ? error.failure : error.message))
  const response = await app.request('/', { headers: { cookie } })
  return { answer: (await response.json()) as unknown, asked }
}

const taken = ['take', 'token', rates.restRequest]

test('a user with a session passes, and the route gets the user', async () => {
  expect(await ask(COOKIE, {})).toEqual({ answer: ada, asked: [taken, ['find', 'token']] })
})

test('without a session of ours no request is counted and nothing is looked up', async () => {
  const { answer, asked } = await ask('better-auth.session_token=token.forged', {})
  expect(answer).toMatchObject({ code: 'not-signed-in' })
  expect(asked).toEqual([])
})

test('a session that has ended does not pass', async () => {
  expect((await ask(COOKIE, { user: null })).answer).toMatchObject({ code: 'not-signed-in' })
})

test('a user who asks too often gets the time to wait, before PostgreSQL is asked', async () => {
  const { answer, asked } = await ask(COOKIE, { waitMs: 50 })
  expect(answer).toMatchObject({ code: 'too-fast', retryAfterMs: 50 })
  expect(asked).toEqual([taken])
})
