import { expect, test } from 'vitest'
import { splitLinks } from './split-links'

const links = (text: string) => splitLinks(text).flatMap((part) => (part.kind === 'link' ? [part.text] : []))

test.each([
  ['see https://example.com/a?b=c#d now', ['https://example.com/a?b=c#d']],
  ['(https://example.com/wiki/Tea_(drink)).', ['https://example.com/wiki/Tea_(drink)']],
  ['https://a.example, http://b.example!', ['https://a.example', 'http://b.example']],
  ['HTTPS://EXAMPLE.COM', ['HTTPS://EXAMPLE.COM']],
  ['https://müller.example/straße', ['https://müller.example/straße']],
])('%s', (text, expected) => {
  expect(links(text)).toEqual(expected)
})

test.each([
  'javascript:alert(1)',
  'data:text/html,hi',
  'xhttps://example.com',
  'https://',
  'https://bank.example@evil.example/',
  '<a href="javascript:1">',
])('%s is never a link', (text) => {
  expect(links(text)).toEqual([])
})

test('nothing of the text is lost or changed', () => {
  const text = 'a\n https://x.example/. b (http://y.example) https://u:p@z.example c'
  expect(
    splitLinks(text)
      .map((part) => part.text)
      .join(''),
  ).toBe(text)
})
