import { expect, test } from 'vitest'
import type { Stretch } from './batch'
import { storeAroundPoison } from './poison'

const record = (offset: number) => ({ offset, key: 'room', value: String(offset) })
const stretch: Stretch = {
  partition: 3,
  generation: 1,
  from: 10,
  next: 17,
  records: [10, 11, 12, 14, 15, 16].map(record),
}
const dataError = Object.assign(new Error('invalid input'), { code: '22021' })

test('the refused record alone becomes a dead letter, and the offsets of the parts join without a gap', async () => {
  const stored: { from: number; next: number; dead?: number }[] = []
  await storeAroundPoison(stretch, async ({ from, next, records }, refused) => {
    if (!refused && records.some(({ offset }) => offset === 14)) throw dataError
    stored.push(refused ? { from, next, dead: records[0]!.offset } : { from, next })
  })
  expect(stored.filter(({ dead }) => dead !== undefined).map(({ dead }) => dead)).toEqual([14])
  expect(stored[0]!.from).toBe(10)
  expect(stored.at(-1)!.next).toBe(17)
  for (let i = 1; i < stored.length; i++) expect(stored[i]!.from).toBe(stored[i - 1]!.next)
})

test('what is not an error of the data is thrown, and nothing is set aside', async () => {
  const setAside: string[] = []
  await expect(
    storeAroundPoison(stretch, async (_stretch, refused) => {
      if (!refused) throw new Error('not the owner')
      setAside.push(refused)
    }),
  ).rejects.toThrow('not the owner')
  expect(setAside).toEqual([])
})
