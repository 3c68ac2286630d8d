import { expect, test } from 'vitest'
import { createCookies } from './cookies'

const setting = (...lines: string[]) =>
  new Headers(lines.map((line) => ['set-cookie', line] as [string, string]))

test('what an answer sets is sent from then on, attributes are not', () => {
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
  '%s ends it',
  (line) => {
    const cookies = createCookies('session=old')
    cookies.learn(setting(line))
    expect(cookies.header()).toBe(undefined)
  },
)
