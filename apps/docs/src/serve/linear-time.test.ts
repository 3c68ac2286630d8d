import { superLinear } from '@parley/protocol/linear-time'
import { expect, test } from 'vitest'
import { indexRecords } from '../search-record'
import { nameOf, pathOf } from './serve-files'

test.each<[string, (text: string) => unknown]>([
  ['an address', (text) => nameOf(pathOf(text))],
  ['what is searched for', (text) => indexRecords([]).search(text)],
])('%s of 64 KiB of any repetition is read in linear time', (_, read) => {
  expect(superLinear(read, ['/docs/', '?', '#', '/'])).toEqual([])
})
