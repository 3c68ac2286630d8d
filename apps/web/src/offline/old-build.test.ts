import { expect, test } from 'vitest'
import { isMissingCode, mayReload } from './old-build'

function memory() {
  const items = new Map<string, string>()
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
  }
}

test('only code that could not be loaded indicates an old build', () => {
  const missing = Object.assign(new Error('Failed to load chunk /_next/static/chunks/a.js'), {
    name: 'ChunkLoadError',
  })
  expect(isMissingCode(missing)).toBe(true)
  expect([new TypeError('x is not a function'), null, undefined, 'text'].map(isMissingCode)).toEqual([
    false,
    false,
    false,
    false,
  ])
})

test('a page is reloaded at most once a minute', () => {
  const kept = memory()
  const at = (now: number) => mayReload({ keepsUnsent: true, storage: () => kept, now })
  expect([at(100_000), at(159_999), at(160_000)]).toEqual([true, false, true])
})

test('a page that alone holds unsent messages is never reloaded by itself, nor one where nothing would end a loop', () => {
  const denied = () => {
    throw new DOMException('denied', 'SecurityError')
  }
  expect(mayReload({ keepsUnsent: false, storage: memory, now: 1e9 })).toBe(false)
  expect(mayReload({ keepsUnsent: true, storage: denied, now: 1e9 })).toBe(false)
})
