// Cases from linkify-it's own tests: test/fixtures/links.txt and not_links.txt of github.com/markdown-it/linkify-it at
// 8e887d5. Copyright (c) 2015 Vitaly Puzrin, MIT licence. People expect the links of other chats; the last tests explain
// where Parley differs on purpose.
import { expect, test } from 'vitest'
import { splitLinks } from './split-links'

const links = (text: string) => splitLinks(text).flatMap((part) => (part.kind === 'link' ? [part.text] : []))

test.each([
  'http://example.com/foo_bar/',
  'http://example.com:8080',
  'http://example.com/?foo=bar',
  'http://example.com?foo=bar',
  'http://example.com/#foo=bar',
  'http://example.com#foo=bar',
  'http://a.in',
  'HTTP://GOOGLE.COM',
  'http://example.invalid',
  'http://inrgess2',
  'http://999',
  'http://host-name',
  'http://lyricstranslate.com/en/someone-you-നിന്നെ-പോലൊരാള്‍.html',
  'http://example.com/foo_bar_(wiki)',
  'http://foo.com/blah_blah_[other]',
  "http://foo.com/blah_blah_{I'm_king}",
  "http://foo.com/blah_blah_I'm_king",
  "http://www.kmart.com/bestway-10'-x-30inch-steel-pro-frame-pool/p-004W007538417001P",
  'http://foo.com/blah_blah_"doublequoted"',
  "http://foo.com/blah_blah_'singlequoted'",
  'http://index-of.es/Android/Professional.Android.2.Application.Development.(Wrox,.2010,.0470565527).pdf',
  'https://ourworldindata.org/grapher/covid-deaths-days-since-per-million?zoomToSelection=true&time=9..&country=FRA+DEU+ITA+ESP+GBR+USA+CAN',
  'http://172.26.142.48/viewerjs/#../0529/slides.pdf',
  'https://www.google.ru/maps/@59.9393895,30.3165389,15z?hl=ru',
  'https://www.google.com/maps/place/New+York,+NY,+USA/@40.702271,-73.9968471,11z/data=!4m2!3m1!1s0x89c24fa5d33f083b:0xc80b8f06e177fe62?hl=en',
  'http://business.timesonline.co.uk/article/0,,9065-2473189,00.html',
  'https://google.com/mail/u/0/#label/!!!Today/15c9b8193da01e65',
  'http://example.com/foo--bar',
  'http://example.com/123;123',
  'http://www.bloomberg.com/news/articles/2015-06-26/from-deutsche-bank-to-siemens-what-s-troubling-germany-inc-',
  'name@example.com',
  'mailto:name@example.com',
  'MAILTO:NAME@EXAMPLE.COM',
  'mailto:foo_bar@example.com',
  'foo+bar@gmail.com',
  '192.168.1.1@gmail.com',
  'mailto:foo@bar',
  'http://✪df.ws/123',
  'http://xn--df-oiy.ws/123',
  'http://www.bürgerentscheid-krankenhäuser.de',
  'http://bündnis-für-krankenhäuser.de/wp-content/uploads/2011/11/cropped-logohp.jpg',
  'http://xn--4gbrim.xn----ymcbaaajlc6dj7bxne2c.xn--wgbh1c/',
  'https://5b0ee223b312746c1659db3f--thelounge-chat.netlify.com/docs/',
  'www.a--b.com',
  'www.c--u.com',
  'http://a---b.com/',
])('%s is a link as it stands', (address) => {
  expect(links(address)).toEqual([address])
})

test.each([
  ['My http://example.com site', 'http://example.com'],
  ['>>http://example.com', 'http://example.com'],
  ['http://localhost:8000?', 'http://localhost:8000'],
  ['test.example@http://vk.com', 'http://vk.com'],
  ['text:http://example.com/', 'http://example.com/'],
  ['(Scoped like http://example.com/foo_bar)', 'http://example.com/foo_bar'],
  ['[Scoped like http://example.com/foo_bar]', 'http://example.com/foo_bar'],
  ['{Scoped like http://example.com/foo_bar}', 'http://example.com/foo_bar'],
  ['"Quoted like http://example.com/foo_bar"', 'http://example.com/foo_bar'],
  ["'Quoted like http://example.com/foo_bar'", 'http://example.com/foo_bar'],
  ['http://example.com/foo_bar.jpg.', 'http://example.com/foo_bar.jpg'],
  ['http://example.com/foo_bar/.', 'http://example.com/foo_bar/'],
  ['http://example.com/foo_bar,', 'http://example.com/foo_bar'],
  ['http://example.com/foo_bar...', 'http://example.com/foo_bar'],
  ['http://example.com/foo_bar?p=10.', 'http://example.com/foo_bar?p=10'],
  ['http://example.com/123!!!', 'http://example.com/123'],
  ['See http://example.com/123; Example link.', 'http://example.com/123'],
  ['http://example.com/foo-with-trailing-dash-dot-.', 'http://example.com/foo-with-trailing-dash-dot-'],
  ['<http://domain.com/foo>.', 'http://domain.com/foo'],
  ['<user@domain.com>.', 'user@domain.com'],
  ['<mailto:user@domain.com>', 'mailto:user@domain.com'],
  ['"test@example.com"', 'test@example.com'],
  ['(foobar email@example.com)', 'email@example.com'],
  ['(email@example.com foobar)', 'email@example.com'],
  ['｜www.google.com/www.google.com/foo｜bar', 'www.google.com/www.google.com/foo'],
  ['｜test@google.com｜bar', 'test@google.com'],
  ['｜http://google.com｜bar', 'http://google.com'],
])('%s: %s', (text, address) => {
  expect(links(text)).toEqual([address])
})

test.each([
  'example.invalid',
  'http://.example.com',
  'http://-example.com',
  'hppt://example.com',
  'example.coma',
  'foo.123',
  'localhost',
  '///localhost',
  '//test',
  '_example.com',
  'http://example.com_',
  '@example.com',
  'node.js and io.js',
  'http://',
  'http://..',
  'http://##',
  'http://??',
  'google.com:500000',
  'show image.jpg',
  'path:to:file.pm',
  '/path/to/file.pl',
  '1.2.3.400',
  'a1.2.3.4',
  'foo@bar',
  'mailto:bar',
])('%s is no link', (text) => {
  expect(links(text)).toEqual([])
})

// A name without http or www is often a file or a typing slip.
test.each([
  'google.com',
  'google.com: // no port',
  '<domain.com/foo>',
  's.l.o.w.io',
  '4.4.4.4',
  'президент.рф',
])('on purpose: %s is no link', (text) => {
  expect(links(text)).toEqual([])
})

// Only http, https and mailto become links.
test.each(['//localhost', 'My ssl //example.com site', 'My ftp://example.com site'])(
  'on purpose: %s is no link',
  (text) => {
    expect(links(text)).toEqual([])
  },
)

// A name before a host is mostly meant to look like another host.
test.each([
  'http://user:pass@example.com:8080',
  'http://user@example.com',
  'http://user@example.com:8080',
  'http://user:pass@example.com',
])('on purpose: %s is no link', (text) => {
  expect(links(text)).toEqual([])
})

// People put underscores around words for emphasis.
test('on purpose: an underscore before an address is not part of it', () => {
  expect(links('_http://example.com')).toEqual(['http://example.com'])
})
