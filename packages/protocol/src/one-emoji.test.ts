import { afterEach, expect, test, vi } from 'vitest'

const RegExpHere = globalThis.RegExp
afterEach(() => void (globalThis.RegExp = RegExpHere))

/** The module as a browser without the flag `v` loads it. */
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

test("one emoji is told from other texts, with and without the browser's flag v", async () => {
  for (const { isOneEmoji: is } of [await readModule(), await readInAnOldBrowser()]) {
    expect(signs.filter((sign) => !is(sign))).toEqual([])
    expect(others.filter((text) => is(text))).toEqual([])
  }
})

test('a sequence that Unicode does not recommend is one emoji only by its form, and never a long one', async () => {
  const chain = (women: number) => Array.from({ length: women }, () => '👩').join('\u200D')
  const { isOneEmoji } = await readModule()
  const { isOneEmoji: isOneEmojiInOld } = await readInAnOldBrowser()
  expect([2, 11, 12].map((women) => isOneEmoji(chain(women)))).toEqual([false, false, false])
  // 11 joined emoji take 32 units.
  expect([2, 11, 12].map((women) => isOneEmojiInOld(chain(women)))).toEqual([true, true, false])
})

test('every emoji of a text is found, as one if Unicode recommends the sequence', async () => {
  const find = ({ everyEmoji }: Awaited<ReturnType<typeof readModule>>, text: string) =>
    text.match(everyEmoji)
  const [now, old] = [await readModule(), await readInAnOldBrowser()]
  for (const browser of [now, old]) expect(find(browser, 'a👍b ❤️, 👨‍👩‍👧')).toEqual(['👍', '❤️', '👨‍👩‍👧'])
  expect(find(now, '👩\u200D👍')).toEqual(['👩', '👍'])
  expect(find(old, '👩\u200D👍')).toEqual(['👩\u200D👍'])
})
