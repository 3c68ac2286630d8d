import { expect, test } from 'vitest'
import { classNames } from './class-names'

test('a size and a colour of ours live side by side', () => {
  expect(classNames('text-13', 'text-muted')).toBe('text-13 text-muted')
})

test('of two classes for the same property the later one wins', () => {
  expect(classNames('h-9 rounded-control text-14', 'h-11 text-15')).toBe('rounded-control h-11 text-15')
})

test('what is false leaves no trace', () => {
  expect(classNames('a', false, undefined, { b: false, c: true })).toBe('a c')
})
