import { afterEach, expect, test, vi } from 'vitest'
import { isOneEmoji } from './one-emoji'

const RegExpHere = globalThis.RegExp
afterEach(() => void (globalThis.RegExp = RegExpHere))

/** The module as a browser reads it that does not know the flag `v`. */
async function readInAnOldBrowser(): Promise<typeof isOneEmoji> {
  globalThis.RegExp = new Proxy(RegExpHere, {
    construct(target, [pattern, flags]: [string, string?]) {
      if (flags?.includes('v')) throw new SyntaxError('Invalid flags')
      return new target(pattern, flags)
    },
  })
  vi.resetModules()
  return (await import('./one-emoji')).isOneEmoji
}

const signs = ['👍', '👨‍👩‍👧', '🇩🇪', '👍🏽', '❤️', '1️⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏳️‍🌈', '🤷🏽‍♀️', '❤️‍🔥', '©️']
const others = ['', 'a', '👍👍', ':+1:', '1', '©', '🇩', '👍 ', '👍a', '\u200D', '👍\u200D', '1\uFE0F']

test('where the browser knows the flag v, and where it does not, one emoji is told from other texts', async () => {
  const isOneEmojiInOld = await readInAnOldBrowser()
  for (const is of [isOneEmoji, isOneEmojiInOld]) {
    expect(signs.filter((sign) => !is(sign))).toEqual([])
    expect(others.filter((text) => is(text))).toEqual([])
  }
})
