import { expect, test } from 'vitest'
import { startTogether } from './start-together'

/** Records that it was stopped. */
const part = (stopped: string[], name: string) => ({
  name,
  stop: async () => void stopped.push(name),
})

test('started parts are stopped together', async () => {
  const stopped: string[] = []
  const parts = ['one', 'two'].map((name) => Promise.resolve(part(stopped, name)))
  const { started, stop } = await startTogether(parts)
  expect(started.map(({ name }) => name)).toEqual(['one', 'two'])
  await stop()
  expect(stopped).toEqual(['one', 'two'])
})

test('if one part fails to start, the others are stopped, and its error is thrown', async () => {
  const stopped: string[] = []
  const parts = [Promise.resolve(part(stopped, 'one')), Promise.reject(new Error('no port'))]
  await expect(startTogether(parts)).rejects.toThrow('no port')
  expect(stopped).toEqual(['one'])
})
