import { expect, test } from 'vitest'
import { createClosing } from './closing'

test('what was started last is stopped first, once, and a failure stops nothing else', async () => {
  const order: string[] = []
  const failures: unknown[] = []
  const closing = createClosing((error) => failures.push(error))
  closing.add({ close: () => void order.push('engines') })
  closing.add({ close: () => Promise.reject(new Error('stuck')) })
  closing.add({ close: async () => void order.push('servers') })
  await Promise.all([closing.run(), closing.run()])
  expect(order).toEqual(['servers', 'engines'])
  expect(failures).toEqual([new Error('stuck')])
})

test('what comes up while everything is being stopped is stopped too', async () => {
  const order: string[] = []
  const closing = createClosing(() => undefined)
  closing.add({ close: async () => void closing.add({ close: () => void order.push('late') }) })
  await closing.run()
  await closing.run()
  expect(order).toEqual(['late'])
})

test('killing reaches what is still being stopped and what has not been stopped yet', async () => {
  const killed: string[] = []
  let release = () => {}
  const closing = createClosing(() => undefined)
  closing.add({ close: () => undefined, kill: () => void killed.push('engines') })
  closing.add({
    close: () => new Promise<void>((resolve) => (release = resolve)),
    kill: () => void killed.push('servers'),
  })
  const closed = closing.run()
  closing.killAll()
  expect(killed).toEqual(['servers', 'engines'])
  release()
  await closed
})
