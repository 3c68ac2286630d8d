import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { extendTailwindMerge } from 'tailwind-merge'
import { expect, test } from 'vitest'
import { classNames } from './class-names'

test('a size and a colour token live side by side', () => {
  expect(classNames('text-13', 'text-muted')).toBe('text-13 text-muted')
})

test('of two classes for the same property the later one wins', () => {
  expect(classNames('h-9 rounded-control text-14', 'h-11 text-15')).toBe('rounded-control h-11 text-15')
})

test('false leaves no trace', () => {
  expect(classNames('a', false, undefined, { b: false, c: true })).toBe('a c')
})

test("any class of a component and any class of a page merge as tailwind-merge's full table does", () => {
  // Components that accept classes from their user.
  const ofComponents = classesIn(import.meta.dirname, /classNames\([^;]*\bclassName\b(?!=)/)
  const ofPages = classesIn(join(import.meta.dirname, '../../../apps/web/src'))
  expect(ofComponents.length).toBeGreaterThan(50)
  const differences = ofComponents.flatMap((ours) =>
    ofPages
      .filter((theirs) => whole(ours, theirs) !== classNames(ours, theirs))
      .map((theirs) => `${ours} ${theirs}`),
  )
  expect(differences).toEqual([])
})

// tailwind-merge must know our own scales, or it takes `text-13` for a colour and drops it beside `text-muted`.
const whole = extendTailwindMerge({
  extend: {
    theme: {
      text: ['12', '13', '14', '15', '18', '24'],
      radius: ['control', 'card'],
      shadow: ['float'],
      breakpoint: ['pair', 'trio'],
      animate: ['arrive', 'late', 'breathe', 'turn'],
    },
  },
})

/** Every word in a string of a component's source that looks like a class. */
function classesIn(folder: string, only = /^/): string[] {
  const found = new Set<string>()
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.tsx')) continue
    const source = readFileSync(join(folder, file), 'utf8')
    if (!only.test(source)) continue
    const strings = source.matchAll(/(["'`])((?:(?!\1)[^\n])*)\1/g)
    for (const [, , text = ''] of strings)
      for (const word of text.split(/\s+/)) if (/^[a-z]/.test(word) && word.includes('-')) found.add(word)
  }
  return [...found]
}
