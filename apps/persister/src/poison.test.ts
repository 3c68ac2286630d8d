import { expect, test } from 'vitest'
import type { PartitionBatch } from './partition-batch'
import { storeAroundPoison } from './poison'

const record = (offset: number) => ({ offset, key: 'room', value: String(offset) })
const batch: PartitionBatch = {
  partition: 3,
  fencingToken: 1,
  baseOffset: 10,
  nextOffset: 17,
  records: [10, 11, 12, 14, 15, 16].map(record),
}
const dataError = Object.assign(new Error('invalid input'), { code: '22021' })

test('only the refused record becomes a dead letter, and the offsets of the parts join without a gap', async () => {
  const stored: { baseOffset: number; nextOffset: number; dead?: number }[] = []
  await storeAroundPoison(batch, async ({ baseOffset, nextOffset, records }, refused) => {
    if (!refused && records.some(({ offset }) => offset === 14)) throw dataError
    stored.push(refused ? { baseOffset, nextOffset, dead: records[0]!.offset } : { baseOffset, nextOffset })
  })
  expect(stored.filter(({ dead }) => dead !== undefined).map(({ dead }) => dead)).toEqual([14])
  expect(stored[0]!.baseOffset).toBe(10)
  expect(stored.at(-1)!.nextOffset).toBe(17)
  for (let i = 1; i < stored.length; i++) expect(stored[i]!.baseOffset).toBe(stored[i - 1]!.nextOffset)
})

test('an error that is not a data error is thrown, and no record is set aside', async () => {
  const setAside: string[] = []
  await expect(
    storeAroundPoison(batch, async (_batch, refused) => {
      if (!refused) throw new Error('not the owner')
      setAside.push(refused)
    }),
  ).rejects.toThrow('not the owner')
  expect(setAside).toEqual([])
})
