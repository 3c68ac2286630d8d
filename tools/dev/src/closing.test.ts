import { expect, test } from 'vitest'
import { createClosing } from './closing'

test('parts stop in reverse order, once, and a failure stops no other part', async () => {
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

test('a part that starts during closing is stopped too', async () => {
  const order: string[] = []
  const closing = createClosing(() => undefined)
  closing.add({ close: async () => void closing.add({ close: () => void order.push('late') }) })
  await closing.run()
  await closing.run()
  expect(order).toEqual(['late'])
})

test('killing reaches parts that are stopping and parts that are not stopped yet', async () => {
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
