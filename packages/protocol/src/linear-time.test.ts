import { expect, test } from 'vitest'
import { superLinear } from '../test/linear-time'
import { messageBody, messagePointsLeft } from './message-body'
import { emoji } from './message-changes'
import { isOneEmoji } from './one-emoji'
import { decodeRoomEvent } from './record'
import { peopleQuery } from './rest'
import { directoryQuery, personName, roomCreate } from './rest-requests'

const schemas = { messageBody, personName, emoji, roomCreate, directoryQuery, peopleQuery }

test.each([
  ...Object.entries(schemas).map(([name, schema]) => [
    name,
    (text: string) =>
      [text, { name: text, topic: text }, { search: text }, { id: text }].map((input) =>
        schema.safeParse(input),
      ),
  ]),
  ['isOneEmoji', isOneEmoji],
  ['messagePointsLeft', messagePointsLeft],
  [
    'decodeRoomEvent',
    (text: string) => [text, JSON.stringify({ v: 1, kind: 'message', body: text })].map(decodeRoomEvent),
  ],
] as [string, (text: string) => unknown][])('%s reads 64 KiB of any repetition in linear time', (_, read) => {
  expect(superLinear(read)).toEqual([])
})

test('the check finds code that takes quadratic time', () => {
  // eslint-disable-next-line regexp/no-super-linear-move -- to be found
  const endsInB = (text: string) => new RegExp('a+b').test(text)
  expect(superLinear(endsInB)).toEqual(['a'])
}, 60_000)
