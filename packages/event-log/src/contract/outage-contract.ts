import { afterEach, expect, test, vi } from 'vitest'
import { LogSilentError, LogUnavailableError } from '../errors'
import { createOpener, numbers, readAll, say, type Adapter, type LogSpec } from './log-under-test'

/** The engine stops and comes back; our own processes keep running. */
export function outageContract(adapter: Adapter) {
  /** A killed Kafka takes 10 s to come back. */
  vi.setConfig({ testTimeout: 60_000 })
  const opener = createOpener()
  afterEach(async () => {
    await adapter.engine().kill('SIGCONT')
    if (adapter.engine().pid === null) await adapter.engine().restart()
    await opener.closeAll()
  })
  const soon = { timeout: 40_000, interval: 50 }

  const outages = [
    {
      name: 'frozen',
      begin: () => adapter.engine().kill('SIGSTOP'),
      end: () => adapter.engine().kill('SIGCONT'),
    },
    {
      name: 'killed',
      begin: () => adapter.engine().kill('SIGKILL'),
      end: () => adapter.engine().restart(),
    },
  ]

  test.each(outages)(
    'while the engine is $name append rejects or waits; afterwards everything continues',
    async ({ begin, end }) => {
      const spec = adapter.spec({ appendTimeoutMs: 1_500 })
      const log = await opener.open(spec)
      const patient = await opener.open({
        ...spec,
        options: { ...spec.options, appendTimeoutMs: 50_000 },
      } as LogSpec)
      await Promise.all([log.append(say('room', 'before')), patient.append(say('patient', 'before'))])
      const { records, fatal } = await opener.follow(log)
      await vi.waitFor(() => expect(records).toHaveLength(2), soon)

      await begin()
      const waiting = Promise.all(numbers(30).map((number) => patient.append(say('patient', number))))
      const failures = await Promise.all(
        numbers(5).map((number) => failure(log.append(say('room', `lost ${number}`)))),
      )
      for (const error of failures) expect(error).toBeInstanceOf(LogUnavailableError)
      expect(failures[0]).toMatchObject({ reason: 'timeout', maybeAppended: true })
      expect(log.isAvailable()).toBe(false)
      await expect(log.end(0)).rejects.toThrow(LogUnavailableError)

      await end()
      await waiting
      await vi.waitFor(() => expect(log.isAvailable()).toBe(true), soon)
      await log.append(say('room', 'after'))
      const valuesOf = async (key: string) =>
        (await readAll(log, log.partitionOf(key)))
          .filter((record) => record.key === key)
          .map(({ value }) => value)
      expect(firstOfEach(await valuesOf('patient'))).toEqual(['before', ...numbers(30).map(String)])
      const [first, ...rest] = await valuesOf('room')
      expect([first, rest.pop()]).toEqual(['before', 'after'])
      expect(rest.every((value) => value.startsWith('lost '))).toBe(true) // maybe appended

      await vi.waitFor(() => expect(records.some(({ value }) => value === 'after')).toBe(true), soon)
      const followed = records.filter(({ key }) => key === 'patient').map(({ value }) => value)
      expect(firstOfEach(followed)).toEqual(['before', ...numbers(30).map(String)])
      expect(fatal).toEqual([])
    },
  )

  test('a consumer that hears nothing for too long stops', async () => {
    const log = await opener.open(adapter.spec({ silenceMs: 1_500 }))
    const { fatal } = await opener.follow(log)
    await adapter.engine().kill('SIGSTOP')
    await vi.waitFor(() => expect(fatal[0]).toBeInstanceOf(LogSilentError), soon)
    expect(fatal).toHaveLength(1)
  })
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

/** A record may be appended twice; its id tells. */
const firstOfEach = (values: string[]) => [...new Set(values)]
