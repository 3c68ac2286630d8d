import { ConfigError } from '@parley/service'
import { expect, test } from 'vitest'
import { readPersisterConfig } from './config'

test('a persister needs no settings', () => {
  expect(readPersisterConfig({})).toMatchObject({ persisterId: '1', port: 3201, givenUp: new Set() })
  const longest = 'x'.repeat(32)
  expect(readPersisterConfig({ APPID: longest, PORT: '0' })).toMatchObject({ persisterId: longest, port: 0 })
})

test('records are given up by partition and offset', () => {
  const { givenUp } = readPersisterConfig({ DEAD_LETTER_RECORDS: '3:17, 11:4' })
  expect(givenUp).toEqual(new Set(['3:17', '11:4']))
})

test.each(['3', '3:', ':17', '3:17x', 'x3:17', '3-17'])('%s is not a record', (text) => {
  expect(() => readPersisterConfig({ DEAD_LETTER_RECORDS: text })).toThrow(ConfigError)
})

test('an id has at most 32 characters', () => {
  expect(() => readPersisterConfig({ APPID: 'x'.repeat(33) })).toThrow(ConfigError)
})
