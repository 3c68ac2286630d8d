import { expect, test } from 'vitest'
import { decideKey, type Press } from './composer-keys'

const enter: Press = {
  key: 'Enter',
  shiftKey: false,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  isComposing: false,
  keyCode: 13,
}
const desk = { isTouch: false }

test('Enter sends, Shift+Enter makes a line', () => {
  expect(decideKey(enter, desk)).toBe('send')
  expect(decideKey({ ...enter, shiftKey: true }, desk)).toBe('type')
})

test('on a touch keyboard Enter makes a line, with Ctrl it sends', () => {
  expect(decideKey(enter, { isTouch: true })).toBe('type')
  expect(decideKey({ ...enter, ctrlKey: true }, { isTouch: true })).toBe('send')
})

test('nothing is sent while an input method composes', () => {
  expect(decideKey({ ...enter, isComposing: true }, desk)).toBe('type')
  expect(decideKey({ ...enter, keyCode: 229 }, desk)).toBe('type')
})

test('Escape leaves the composer', () => {
  expect(decideKey({ ...enter, key: 'Escape', keyCode: 27 }, desk)).toBe('leave')
  expect(decideKey({ ...enter, key: 'a', keyCode: 65 }, desk)).toBe('type')
})

test('the arrow up in an empty composer edits the last own message', () => {
  const up = { ...enter, key: 'ArrowUp', keyCode: 38 }
  expect(decideKey(up, { ...desk, isEmpty: true })).toBe('edit last')
  expect(decideKey(up, { ...desk, isEmpty: false })).toBe('type')
  expect(decideKey({ ...up, altKey: true }, { ...desk, isEmpty: true })).toBe('type')
})
