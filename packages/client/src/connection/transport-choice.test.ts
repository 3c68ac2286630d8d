import { expect, test } from 'vitest'
import { createTransportChoice } from './transport-choice'

test('after a silence the same server is tried with the other transport, and then the next server, websocket first again', () => {
  const choice = createTransportChoice()
  const tries = Array.from({ length: 4 }, () => [choice.first(), choice.silent()])
  expect(tries).toEqual([
    ['websocket', 'other-transport'],
    ['polling', 'other-server'],
    ['websocket', 'other-transport'],
    ['polling', 'other-server'],
  ])
})

test('a transport that worked where the other was silent comes first from then on; an error does not change that', () => {
  const choice = createTransportChoice()
  choice.silent()
  choice.worked(300)
  expect(choice.first()).toBe('polling')
  choice.failed()
  expect(choice.first()).toBe('polling')
  choice.silent()
  expect(choice.first()).toBe('websocket')
  choice.failed()
  expect(choice.first()).toBe('polling')
})

test('a server that never answers doubles the timeout up to 16 s; a connection sets it to twice its time', () => {
  const choice = createTransportChoice()
  const timeouts = Array.from({ length: 8 }, () => {
    const before = choice.timeoutMs()
    choice.silent()
    return before
  })
  expect(timeouts).toEqual([4_000, 4_000, 8_000, 8_000, 16_000, 16_000, 16_000, 16_000])
  choice.worked(5_000)
  expect(choice.timeoutMs()).toBe(10_000)
  choice.worked(100)
  expect(choice.timeoutMs()).toBe(4_000)
})
