import { expect, test } from 'vitest'
import { readRestRoutes, readStatuses } from './rest-routes'

test('a route is read with its body and its answer', () => {
  const source = `
    const join = createRoute({
      method: 'post', path: '/guests', summary: 'Join',
      'x-failures': ['name-too-short', 'too-fast'], 'x-limits': ['restRequest'],
      request: jsonBody(guestJoin),
      responses: { 201: jsonOf(person, 'The person') },
    })
    const signOut = createRoute({
      method: 'post', path: '/sign-out', summary: 'Leave', 'x-failures': [], 'x-limits': [], responses: { 204: { description: 'Gone' } },
    })`
  expect(readRestRoutes([source])).toEqual([
    {
      method: 'POST',
      path: '/api/v1/guests',
      summary: 'Join',
      body: 'guestJoin',
      status: '201',
      answer: 'person',
      says: 'The person',
      failures: ['name-too-short', 'too-fast'],
      limits: ['restRequest'],
    },
    {
      method: 'POST',
      path: '/api/v1/sign-out',
      summary: 'Leave',
      body: null,
      status: '204',
      answer: null,
      says: 'Gone',
      failures: [],
      limits: [],
    },
  ])
})

test.each(['x-failures', 'x-limits'])('a route without %s is refused', (left) => {
  const parts = ['x-failures', 'x-limits'].filter((part) => part !== left).map((part) => `'${part}': []`)
  const source = `const me = createRoute({ method: 'get', path: '/me', summary: 'Me', ${parts.join()},
    responses: { 200: jsonOf(person, 'The person') } })`
  expect(() => readRestRoutes([source])).toThrow('not names')
})

test('the statuses of failures are read from the table of the server', () => {
  const statuses = readStatuses(`const STATUS: Partial<Record<Code, Status>> = { 'too-fast': 429 }`)
  expect([...statuses]).toEqual([['too-fast', 429]])
})
