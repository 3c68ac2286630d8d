import { afterEach, expect, test, vi } from 'vitest'

const RegExpHere = globalThis.RegExp
afterEach(() => void (globalThis.RegExp = RegExpHere))

/** The module as a browser reads it that does not know the flag `v`. */
async function readInAnOldBrowser() {
  globalThis.RegExp = new Proxy(RegExpHere, {
    construct(target, [pattern, flags]: [string, string?]) {
      if (flags?.includes('v')) throw new SyntaxError('Invalid flags')
      return new target(pattern, flags)
    },
  })
  return readModule()
}

async function readModule() {
  vi.resetModules()
  return import('./one-emoji')
}

const signs = ['👍', '👨‍👩‍👧', '🇩🇪', '👍🏽', '❤️', '1️⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏳️‍🌈', '🤷🏽‍♀️', '❤️‍🔥', '©️']
const others = ['', 'a', '👍👍', ':+1:', '1', '©', '🇩', '👍 ', '👍a', '\u200D', '👍\u200D', '1\uFE0F']

test('where the browser knows the flag v, and where it does not, one emoji is told from other texts', async () => {
  for (const { isOneEmoji: is } of [await readModule(), await readInAnOldBrowser()]) {
    expect(signs.filter((sign) => !is(sign))).toEqual([])
    expect(others.filter((text) => is(text))).toEqual([])
  }
})

test('a picture that Unicode does not recommend is one by its form alone, and never a long one', async () => {
  const chain = (women: number) => Array.from({ length: women }, () => '👩').join('\u200D')
  const { isOneEmoji } = await readModule()
  const { isOneEmoji: isOneEmojiInOld } = await readInAnOldBrowser()
  expect([2, 11, 12].map((women) => isOneEmoji(chain(women)))).toEqual([false, false, false])
  // 11 take 32 units.
  expect([2, 11, 12].map((women) => isOneEmojiInOld(chain(women)))).toEqual([true, true, false])
})

test('every emoji of a text is found, as one where Unicode recommends it', async () => {
  const find = ({ everyEmoji }: Awaited<ReturnType<typeof readModule>>, text: string) =>
    text.match(everyEmoji)
  const [now, old] = [await readModule(), await readInAnOldBrowser()]
  for (const browser of [now, old]) expect(find(browser, 'a👍b ❤️, 👨‍👩‍👧')).toEqual(['👍', '❤️', '👨‍👩‍👧'])
  expect(find(now, '👩\u200D👍')).toEqual(['👩', '👍'])
  expect(find(old, '👩\u200D👍')).toEqual(['👩\u200D👍'])
})
