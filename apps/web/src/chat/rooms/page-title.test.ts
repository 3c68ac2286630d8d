import { expect, test } from 'vitest'
import { pageTitle } from './page-title'

test('the title counts new messages of this room and points to new ones in others', () => {
  expect(pageTitle({ room: 'lobby', unread: 3, isElsewhere: true })).toBe('(3) lobby · Parley')
  expect(pageTitle({ room: 'lobby', unread: 100, isElsewhere: false })).toBe('(99+) lobby · Parley')
  expect(pageTitle({ room: 'lobby', unread: 0, isElsewhere: true })).toBe('• lobby · Parley')
  expect(pageTitle({ room: undefined, unread: 0, isElsewhere: false })).toBe('Parley')
})
