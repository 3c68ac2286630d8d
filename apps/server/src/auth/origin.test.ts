import { expect, test } from 'vitest'
import { createMayConnect } from './origin'

const mayConnect = createMayConnect(['https://chat.example'])
const of = (headers: Record<string, string>) => mayConnect({ headers: { host: 'chat.lan:8080', ...headers } })

test("the server's own origin and allowed ones are accepted, others are not", () => {
  expect(of({ origin: 'http://chat.lan:8080' })).toBe(true)
  expect(of({ origin: 'https://chat.example' })).toBe(true)
  expect(of({ origin: 'https://evil.example' })).toBe(false)
  expect(of({ origin: 'null' })).toBe(false)
})

test("without an Origin header the browser confirms a same-origin request; over plain http only the SDK's header does", () => {
  const header = { 'x-requested-with': 'XMLHttpRequest' }
  expect(of({})).toBe(false)
  expect(of({ 'sec-fetch-site': 'same-origin' })).toBe(true)
  expect(of(header)).toBe(true)
  expect(of({ ...header, 'sec-fetch-site': 'cross-site' })).toBe(false)
  expect(of({ ...header, origin: 'https://evil.example' })).toBe(false)
})
