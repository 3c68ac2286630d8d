import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { openMetrics } from './metrics'

const definitions = {
  said: { kind: 'counter', name: 'said_total', help: 'Sent messages.', labels: ['code'] },
  took: { kind: 'histogram', name: 'took_seconds', help: 'Time it took.', buckets: [0.1, 1] },
  lag: { kind: 'gauge', name: 'lag_records', help: 'How far behind.', labels: ['partition'] },
  people: { kind: 'gauge', name: 'people', help: 'A number.' },
} as const

async function serve({ answer }: Pick<ReturnType<typeof openMetrics>, 'answer'>) {
  const server = createServer((_request, response) => void answer(response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  return async () => {
    const response = await fetch(`http://127.0.0.1:${port}/metrics`)
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    return (await response.text()).split('\n')
  }
}

test("counted, timed and read values are served in Prometheus's format, with the process's own metrics", async () => {
  const opened = openMetrics(definitions)
  const { said, took, lag, people } = opened.metrics
  said.add({ code: 'ok' })
  said.add({ code: 'ok' }, 2)
  took.observe({}, 0.05)
  lag.read(() => [{ labels: { partition: '3' }, value: 7 }])
  people.read(() => [{ labels: {}, value: 2 }])
  const lines = await (await serve(opened))()
  expect(lines).toEqual(
    expect.arrayContaining([
      '# TYPE said_total counter',
      'said_total{code="ok"} 3',
      'took_seconds_bucket{le="0.1"} 1',
      'lag_records{partition="3"} 7',
      'people 2',
      '# HELP lag_records How far behind.',
    ]),
  )
  expect(lines.some((line) => line.startsWith('process_resident_memory_bytes '))).toBe(true)
})

test('a gauge is read for each request, and left out when it cannot be read', async () => {
  const opened = openMetrics(definitions)
  let isAway = false
  const { lag, people } = opened.metrics
  lag.read(() =>
    isAway ? Promise.reject(new Error('away')) : Promise.resolve([{ labels: { partition: '1' }, value: 1 }]),
  )
  people.read(() => {
    if (isAway) throw new Error('away')
    return [{ labels: {}, value: 5 }]
  })
  const ask = await serve(opened)
  const shown = async () => (await ask()).filter((line) => /^(lag_records|people)[ {]/.test(line))
  expect(await shown()).toEqual(['lag_records{partition="1"} 1', 'people 5'])
  isAway = true
  expect(await shown()).toEqual([])
})

test('two services of one process count apart', async () => {
  const [one, other] = [openMetrics(definitions), openMetrics(definitions)]
  one.metrics.said.add({ code: 'ok' })
  expect(await (await serve(other))()).not.toContain('said_total{code="ok"} 1')
})
