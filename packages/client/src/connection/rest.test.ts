import { failure, guestJoin } from '@parley/protocol'
import { expect, test } from 'vitest'
import { createCookies } from './cookies'
import { createRest } from './rest'

/** Requests with this answer of a server. */
function makeRest(answer: () => Response | Promise<Response>, cookies = createCookies('a=b')) {
  const asked: [string, RequestInit][] = []
  const fetch = (async (url: string, init: RequestInit) => (
    asked.push([url, init]),
    answer()
  )) as typeof globalThis.fetch
  return { rest: createRest({ apiUrl: 'http://server', fetch, cookies }), asked, cookies }
}

const json = (body: unknown, init?: ResponseInit) => new Response(JSON.stringify(body), init)
const problem = {
  type: '/problems/too-fast',
  title: 'Slow down.',
  status: 429,
  code: 'too-fast',
  retryable: true,
}

test('a request carries the cookie and, if it has one, its body as JSON', async () => {
  const { rest, asked } = makeRest(() => json({ name: 'Ada' }))
  expect(await rest.get('/me', guestJoin)).toEqual({ ok: true, value: { name: 'Ada' } })
  expect(await rest.post('/guests', { name: 'Ada' }, guestJoin)).toMatchObject({ ok: true })
  const common = { credentials: 'include', signal: expect.any(AbortSignal) as AbortSignal }
  expect(asked).toEqual([
    [
      'http://server/api/v1/me',
      { ...common, method: 'GET', headers: { accept: 'application/json', cookie: 'a=b' } },
    ],
    [
      'http://server/api/v1/guests',
      {
        ...common,
        method: 'POST',
        headers: { accept: 'application/json', cookie: 'a=b', 'content-type': 'application/json' },
        body: '{"name":"Ada"}',
      },
    ],
  ])
})

test('in a browser, and before there is a cookie, no cookie is sent', async () => {
  for (const cookies of [null, createCookies()]) {
    const { rest, asked } = makeRest(() => json({ name: 'Ada' }), cookies as never)
    await rest.get('/me', guestJoin)
    expect(asked[0]![1].headers).toEqual({ accept: 'application/json' })
    expect(asked[0]![1]).not.toHaveProperty('body')
  }
})

test('an answer sets cookies, even a refusal', async () => {
  const headers = { 'set-cookie': 'a=c' }
  const { rest, cookies } = makeRest(() => json(problem, { status: 429, headers }))
  await rest.get('/me', guestJoin)
  expect(cookies.header()).toBe('a=c')
})

test('an answer without a body, and one whose body is not needed', async () => {
  const empty = makeRest(() => new Response(null, { status: 204 }))
  expect(await empty.rest.post('/sign-out', {}, null)).toEqual({ ok: true, value: null })
  expect(await makeRest(() => json({ any: 1 })).rest.post('/sign-out', {}, null)).toEqual({
    ok: true,
    value: null,
  })
})

test.each<[title: string, answer: () => Response | Promise<Response>, expected: object]>([
  ['the network is away', () => Promise.reject(new TypeError('fetch failed')), { code: 'unreachable' }],
  ['a proxy answers with a page', () => new Response('<html>'), { code: 'unreachable' }],
  ['a proxy refuses with JSON', () => json({ error: 'no' }, { status: 502 }), { code: 'unreachable' }],
  ['the answer is none', () => json({ nick: 'Ada' }), { code: 'went-wrong', detail: 'unreadable /me' }],
])('%s', async (_title, answer, expected) => {
  expect(await makeRest(answer).rest.get('/me', guestJoin)).toMatchObject({ ok: false, failure: expected })
})

test('a refusal has the server’s sentence', async () => {
  const refuse = async (more: object) => {
    const { rest } = makeRest(() => json({ ...problem, ...more }, { status: 429 }))
    return rest.get('/me', guestJoin)
  }
  expect(await refuse({})).toStrictEqual({ ok: false, failure: failure('too-fast') })
  const more = { retryAfterMs: 0, detail: 'a detail' }
  expect(await refuse(more)).toEqual({ ok: false, failure: failure('too-fast', more) })
})
