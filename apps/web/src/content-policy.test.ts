import { expect, test } from 'vitest'
import { contentPolicy } from './content-policy'

test('connections go to this origin and to the servers, over http and websocket', () => {
  const policy = contentPolicy({
    nonce: 'n',
    servers: ['http://localhost:3101', 'https://chat.example/x', ''],
    isDev: false,
  })
  expect(policy).toContain(
    "connect-src 'self' http://localhost:3101 ws://localhost:3101 https://chat.example wss://chat.example;",
  )
})

test('a build runs no script and takes no style sheet without the nonce', () => {
  const policy = contentPolicy({ nonce: 'abc', servers: [], isDev: false })
  expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';")
  expect(policy).toContain("style-src-elem 'self' 'nonce-abc';")
  expect(policy).not.toContain('unsafe-eval')
  expect(policy).toContain("worker-src 'self';")
})
