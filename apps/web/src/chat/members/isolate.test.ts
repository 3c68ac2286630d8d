import { expect, test } from 'vitest'
import { isolate } from './isolate'
import { pageTitle } from '../rooms/page-title'
import { formatNames } from '../message/reaction-names'

test('a name changes the text direction only of itself', () => {
  expect(isolate('Ada')).toBe('Ada')
  expect(isolate('\u202EadA')).toBe('adA')
  expect(isolate('\u2069\u202EadA')).toBe('adA')
  expect(isolate('عدا')).toBe('\u2068عدا\u2069')
})

test('also in the title and in the names of a reaction', () => {
  expect(pageTitle({ room: '\u202Enoos', unread: 3, isElsewhere: false })).toBe('(3) noos · Parley')
  expect(formatNames({ emoji: '👍', count: 3, mine: true, names: ['עדה', '\u202EoB'] })).toBe(
    'You, \u2068עדה\u2069 and oB',
  )
})

test('a name paints over no other text', () => {
  expect(isolate(`Ze${'\u0301'.repeat(38)}`)).toBe(`Ze${'\u0301'.repeat(6)}`)
})
