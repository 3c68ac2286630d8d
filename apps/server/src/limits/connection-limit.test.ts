import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { createConnectionLimit } from './connection-limit'

function connection(readyState = 'open') {
  return Object.assign(new EventEmitter(), { readyState })
}

test('the newest connection is refused at the limit, until an older one closes', () => {
  const allow = createConnectionLimit(2)
  const [first, second] = [connection(), connection()]
  expect([allow('ada', first), allow('ada', second), allow('ada', connection())]).toEqual([true, true, false])
  expect(allow('ben', connection())).toBe(true)
  first.emit('close')
  expect([allow('ada', connection()), allow('ada', connection())]).toEqual([true, false])
})

test('a connection is counted once, and not when it has closed already', () => {
  const allow = createConnectionLimit(1)
  expect(allow('ada', connection('closed'))).toBe(true)
  const only = connection()
  expect([allow('ada', only), allow('ada', only)]).toEqual([true, true])
})
