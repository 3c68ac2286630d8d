import { expect, test } from 'vitest'
import { tagsOf } from './person-tag'

test('two people with the same name get different tags, and nobody else has a tag', () => {
  const people = [
    { id: 'a', name: 'Ada' },
    { id: 'b', name: 'ada' },
    { id: 'c', name: 'Cleo' },
    { id: 'a', name: 'Ada' },
  ]
  const tags = tagsOf(people)
  expect([...tags.keys()]).toEqual(['a', 'b'])
  expect(tags.get('a')).toMatch(/^[0-9a-z]{4}$/)
  expect(tags.get('a')).not.toBe(tags.get('b'))
  expect(tagsOf(people.slice(1, 3))).toEqual(new Map())
})
