import { expect, test } from 'vitest'
import { LogUnavailableError } from './errors'
import { openEventLog } from './open-event-log'

const redisUrl = 'redis://127.0.0.1:1'

test.each([null, '', ' , ', []])(
  'names what is missing when no broker is given (%j)',
  async (kafkaBrokers) => {
    await expect(openEventLog({ kind: 'kafka', kafkaBrokers, redisUrl })).rejects.toThrow(/no broker address/)
  },
)

test.each(['kafka', 'redis'] as const)(
  'rejects when the engine (%s) does not answer in time',
  async (kind) => {
    const opening = openEventLog({ kind, kafkaBrokers: '127.0.0.1:1', redisUrl, openTimeoutMs: 300 })
    await expect(opening).rejects.toThrow(LogUnavailableError)
  },
)
