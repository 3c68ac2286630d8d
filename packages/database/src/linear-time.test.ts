import { superLinear } from '@parley/protocol/linear-time'
import { expect, test } from 'vitest'
import { roomNameKey } from './room-name-key'

test('the key of a room name of 64 KiB of any repetition is found in linear time', () => {
  // Normalization itself sorts marks; the schema refuses a name with this many marks on one letter before
  // (@parley/protocol).
  const marks = '\u0315\u0323'
  expect(superLinear(roomNameKey, ['I', 'Il', 'aI', 'Ia', 'i ', '\u200c'])).toEqual([marks])
})
