import { expect, test } from 'vitest'
import { findMutant, keyOf, readEntry, titleOf } from './survivors'

const SOURCE = `
export function read(text = '') {
  if (text === '') return []
  const names = text.split(',').map((name) => {
    return name.trim()
  })
  log(\`\${names.length} names\`)
  return names.length > 0 ? [names, []] : []
}

export function count(text = '') {
  if (text === '') return []
  return text.length // becomes a number
}
`

test.each([
  ['an expression', 2, "if (text === '') return []", "text === '' becomes true", ['3:6-3:17']],
  [
    'the nearest of two equal lines',
    13,
    "if (text === '') return []",
    "text === '' becomes true",
    ['12:6-12:17'],
  ],
  [
    'each place of an expression that its line has twice',
    8,
    'return names.length > 0 ? [names, []] : []',
    '[] becomes ["Stryker was here"]',
    ['8:36-8:38', '8:42-8:44'],
  ],
  [
    'an expression of several lines',
    4,
    "const names = text.split(',').map((name) => {",
    '{ return name.trim() } becomes {}',
    ['4:46-6:3'],
  ],
  [
    'backticks, which a page cannot show',
    7,
    "log('${names.length} names')",
    "'${names.length} names' becomes ''",
    ['7:6-7:29'],
  ],
  [
    'a line that a longer one begins with',
    13,
    'return text.length // becomes a number',
    'text.length becomes text',
    ['13:9-13:20'],
  ],
  ['nothing of a line that is gone', 3, "if (text === ' ') return []", "text === ' ' becomes true", []],
  ['nothing of an expression that is gone', 3, "if (text === '') return []", 'text !== 0 becomes true', []],
])('a survivor is found again: %s', (_, line, text, change, ranges) => {
  const found = findMutant(SOURCE, { line, title: titleOf(text, change) })
  expect(found?.ranges ?? []).toEqual(ranges)
})

test('a survivor keeps its identity when its line moves and when a test begins to reach it', () => {
  const before = readEntry('src/a.ts:7: return a (a becomes b; no test reaches it)')
  const after = readEntry('src/a.ts:9: return a (a becomes b)')
  expect(keyOf(before)).toBe(keyOf(after))
  expect(before).toEqual({ file: 'src/a.ts', line: 7, title: 'return a (a becomes b)' })
})
