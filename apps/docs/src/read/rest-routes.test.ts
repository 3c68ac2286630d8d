import { expect, test } from 'vitest'
import { readRestRoutes, readStatuses } from './rest-routes'

test('a route is read with its body and its answer', () => {
  const source = `
    const join = createRoute({
      method: 'post', path: '/guests', summary: 'Join',
      request: jsonBody(guestJoin),
      responses: { 201: jsonOf(person, 'The person') },
    })
    const signOut = createRoute({
      method: 'post', path: '/sign-out', summary: 'Leave', responses: { 204: { description: 'Gone' } },
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
    },
    {
      method: 'POST',
      path: '/api/v1/sign-out',
      summary: 'Leave',
      body: null,
      status: '204',
      answer: null,
      says: 'Gone',
    },
  ])
})

test('the statuses of failures are read from the table of the server', () => {
  const statuses = readStatuses(`const STATUS: Partial<Record<Code, Status>> = { 'too-fast': 429 }`)
  expect([...statuses]).toEqual([['too-fast', 429]])
})
