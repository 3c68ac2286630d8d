import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { splitLinks } from './split-links'

const found = (text: string) => splitLinks(text).flatMap((part) => (part.kind === 'link' ? [part] : []))
const links = (text: string) => found(text).map((part) => part.text)

test.each([
  ['see https://example.com/a?b=c#d now', ['https://example.com/a?b=c#d']],
  ['(https://example.com/wiki/Tea_(drink)).', ['https://example.com/wiki/Tea_(drink)']],
  ['https://a.example, http://b.example!', ['https://a.example', 'http://b.example']],
  ['HTTPS://EXAMPLE.COM', ['HTTPS://EXAMPLE.COM']],
  ['https://müller.example/straße', ['https://müller.example/straße']],
  ['**https://a.example/b** and _https://a.example/c_', ['https://a.example/b', 'https://a.example/c']],
  // Without spaces
  ['https://example.com/docs，然后再说', ['https://example.com/docs']],
  ['请看https://example.com/b。', ['https://example.com/b']],
  ['看https://example.com然后再说', ['https://example.com']],
  ['詳細はwww.example.jpをご覧ください', ['www.example.jp']],
  ['「https://例え.jp/文書」', ['https://例え.jp/文書']],
  ['ดูที่https://example.com/ก', ['https://example.com/ก']],
  ['https://example.cn/report.v2版本.pdf', ['https://example.cn/report.v2版本.pdf']],
  // Signs that belong to an address
  [
    "https://en.wikipedia.org/wiki/Conway's_Game_of_Life",
    ["https://en.wikipedia.org/wiki/Conway's_Game_of_Life"],
  ],
  ['https://example.com/a_ b', ['https://example.com/a_']],
  ["'https://example.com/a'", ['https://example.com/a']],
  // Without http
  ['www.example.com', ['www.example.com']],
  ['go to www.example.com/a.', ['www.example.com/a']],
  ['write to ada@example.com, please', ['ada@example.com']],
  ['mailto:ada@example.com', ['mailto:ada@example.com']],
  ['http://localhost:3000/rooms and http://[::1]:80/', ['http://localhost:3000/rooms', 'http://[::1]:80/']],
])('%s', (text, expected) => {
  expect(links(text)).toEqual(expected)
})

// How people write addresses. The cases of another project: linkify-it-cases.test.ts.
test.each([
  ['http://www.google.com.', 'http://www.google.com'],
  ['My http://example.com site', 'http://example.com'],
  ['http://example.com/foo_bar/', 'http://example.com/foo_bar/'],
  ['http://user.example/?foo=1&bar=2', 'http://user.example/?foo=1&bar=2'],
  ['http://example.com:8080', 'http://example.com:8080'],
  [
    '[https://www.example.com/foo/?bar=baz&inga=42&quux]',
    'https://www.example.com/foo/?bar=baz&inga=42&quux',
  ],
  ['http://a.b--c.de/', 'http://a.b--c.de/'],
  ['http://223.255.255.254', 'http://223.255.255.254'],
  ['http://✪df.ws/123', 'http://✪df.ws/123'],
  ['http://☺.damowmow.com/', 'http://☺.damowmow.com/'],
  ['http://foo.com/blah_(wikipedia)_blah#cite-1', 'http://foo.com/blah_(wikipedia)_blah#cite-1'],
  ['http://foo.com/unicode_(✪)_in_parens', 'http://foo.com/unicode_(✪)_in_parens'],
  ['<http://example.com/a>', 'http://example.com/a'],
  ['"http://example.com/a"', 'http://example.com/a'],
  ['«http://example.com/a»', 'http://example.com/a'],
  ['http://example.com/a?b=[c]', 'http://example.com/a?b=[c]'],
  ['http://example.com/a... and on', 'http://example.com/a'],
  ['http://موقع.وزارة-الاتصالات.مصر/', 'http://موقع.وزارة-الاتصالات.مصر/'],
])('%s', (text, expected) => {
  expect(links(text)).toEqual([expected])
})

test.each([
  'javascript:alert(1)',
  'data:text/html,hi',
  'ftp://example.com/a',
  '//example.com/a',
  'xhttps://example.com',
  'https://',
  'https://bank.example@evil.example/',
  'https://bank.example:443@evil.example/',
  'https://bank.example:secret@evil.example/',
  'https://bank.example:@evil.example/',
  '<a href="javascript:1">',
  'README.md',
  'the end.So it goes',
  'example.com',
  'www.',
  'version 1.2.3.4',
])('%s is never a link', (text) => {
  expect(links(text)).toEqual([])
})

test.each([
  ['www.example.com', 'https://www.example.com/'],
  ['ada@example.com', 'mailto:ada@example.com'],
  ['http://good.example\\@evil.example/', 'http://good.example'],
  ['http://good.example/\u202Emoc.live', 'http://good.example/'],
  ['https://good.example。evil.example', 'https://good.example/'],
])('%j leads to %s', (text, href) => {
  expect(new URL(found(text)[0]?.href ?? '').href).toBe(new URL(href).href)
})

test('no part of the text is lost or changed', () => {
  const text = 'a\n https://x.example/. b看www.y.example看 (http://y.example) \u202Ehttps://u:p@z.example c'
  expect(
    splitLinks(text)
      .map((part) => part.text)
      .join(''),
  ).toBe(text)
})

test('64 KiB of any repetition are read in linear time', () => {
  const pieces = ['a', '(', ')', '.', '-', '_', '*', "'", '/', '@', 'a.', 'a@', 'www.', 'https://', 'https://a.example/(', 'https://a.example/a*', '看', '看www.', 'www.a.jp看', '\u202E', 'mailto:a', 'a@b.', 'http://a:b@', 'http://a:b ', 'www.a.jp:'] // prettier-ignore
  for (const piece of pieces) {
    const many = piece.repeat((64 * 1024) / piece.length)
    // Takes some milliseconds; this only ends work that would never end.
    for (const text of [many, `https://a.example/${many}`, `${'*'.repeat(9)}www.a.example/${many}*********`])
      runInNewContext('read(text)', { read: splitLinks, text }, { timeout: 10_000 })
  }
})
