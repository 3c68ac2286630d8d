import { expect, test } from 'vitest'
import { createCookies } from './cookies'

const setting = (...lines: string[]) =>
  new Headers(lines.map((line) => ['set-cookie', line] as [string, string]))

test('cookies of an answer are sent from then on, without attributes', () => {
  const cookies = createCookies()
  expect(cookies.header()).toBe(undefined)
  cookies.learn(setting('session=a.b%3D; Path=/; HttpOnly', 'theme=dark'))
  expect(cookies.header()).toBe('session=a.b%3D; theme=dark')
})

test('a cookie is replaced by name', () => {
  const cookies = createCookies('session=old; theme=dark')
  cookies.learn(setting('session=new'))
  expect(cookies.header()).toBe('session=new; theme=dark')
})

test.each(['session=; Path=/', 'session=x; Max-Age=0', 'session=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT'])(
  '%s deletes it',
  (line) => {
    const cookies = createCookies('session=old')
    cookies.learn(setting(line))
    expect(cookies.header()).toBe(undefined)
  },
)

test.each([
  'session=x; Max-Age=1',
  'session=x; Expires=Fri, 01 Jan 2100 00:00:00 GMT',
  'session=x; Secure',
  'session=x; Domain=0',
])('%s does not', (line) => {
  const cookies = createCookies('session=old')
  cookies.learn(setting(line))
  expect(cookies.header()).toBe('session=x')
})

test('spaces around names and values are not part of them; a cookie needs a name', () => {
  const cookies = createCookies(' a = 1 ;=2; three')
  cookies.learn(setting(' b = 3 ; MAX-AGE = 5', '=4', 'five', ''))
  expect(cookies.header()).toBe('a=1; b=3')
  cookies.learn(setting('b=6; Max-Age=-1'))
  expect(cookies.header()).toBe('a=1')
})
