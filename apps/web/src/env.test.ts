import { expect, test } from 'vitest'
import { version } from '../package.json'
import { readEnv } from './env'

test('without servers the page connects to its own origin', () => {
  expect(readEnv({})).toEqual({ apiUrl: null, servers: [{ url: '' }], isDev: false, version })
})

test('servers keep their ids; a trailing slash is removed', () => {
  const { servers, apiUrl } = readEnv({
    PARLEY_API_URL: 'http://localhost:3101/',
    PARLEY_SERVERS: '[{"id":"1","url":"http://localhost:3101/"},{"id":2,"url":""}]',
  })
  expect(apiUrl).toBe('http://localhost:3101')
  expect(servers).toEqual([
    { id: '1', url: 'http://localhost:3101' },
    { id: '2', url: '' },
  ])
})

test.each(['{', '{}', '[]', '[{"id":"1"}]', '[{"url":"ftp://x"}]', '[null]'])(
  'PARLEY_SERVERS=%s is refused with its name',
  (text) => {
    expect(() => readEnv({ PARLEY_SERVERS: text })).toThrow(/PARLEY_SERVERS/)
  },
)

test('a build that knows its commit shows it', () => {
  expect(readEnv({ PARLEY_COMMIT: '819839d' }).version).toBe(`${version} (819839d)`)
})
