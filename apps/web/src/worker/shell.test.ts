import { expect, test } from 'vitest'
import { assetsInPage, assetsInScript, assetsInStyle, isAssetPath, isChatPath } from './shell'

test('scripts, styles and fonts of a page are found in its tags and in its script data, each once', () => {
  const html = `<link rel="preload" href="/_next/static/media/Geist-s.p.43az~x.woff2" as="font">
    <link rel="stylesheet" href="/_next/static/chunks/251u.css" data-precedence="next">
    <script src="/_next/static/chunks/0ilcr944lysb-.js" async="" nonce="x"></script>
    <script nonce="x">self.__next_f.push([1,"3:I[11,[\\"/_next/static/chunks/0ilcr944lysb-.js\\",\\"static/chunks/2b_9h.js\\"]"])</script>
    <script src="https://elsewhere.example/a.js"></script>`
  expect(assetsInPage(html)).toEqual([
    '/_next/static/media/Geist-s.p.43az~x.woff2',
    '/_next/static/chunks/251u.css',
    '/_next/static/chunks/0ilcr944lysb-.js',
    '/_next/static/chunks/2b_9h.js',
  ])
})

test('the parts that a script loads later are found in it', () => {
  const script = 'e.v(t=>Promise.all(["static/chunks/0v54.js","static/chunks/2-f_.js"].map(t=>e.l(t))))'
  expect(assetsInScript(script)).toEqual(['/_next/static/chunks/0v54.js', '/_next/static/chunks/2-f_.js'])
})

test('fonts are found relative to their style sheet', () => {
  const css =
    '@font-face{src:url(../media/Geist.2v.woff2)format("woff2")}@font-face{src:url("/_next/static/media/Mono.woff2")}'
  expect(assetsInStyle(css, '/_next/static/chunks/a.css')).toEqual([
    '/_next/static/media/Geist.2v.woff2',
    '/_next/static/media/Mono.woff2',
  ])
})

test('the chat is at /rooms and below; only a file that never changes under its name is an asset', () => {
  expect(['/rooms', '/rooms/x', '/', '/roomsx', '/docs/rooms'].map(isChatPath)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ])
  expect(['/_next/static/chunks/a.js', '/_next/image', '/api/v1/me'].map(isAssetPath)).toEqual([
    true,
    false,
    false,
  ])
})
