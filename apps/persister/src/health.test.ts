import { findFreePort } from '@parley/engines'
import { expect, onTestFinished, test } from 'vitest'
import { serveHealth } from './health'

test('a persister is alive before it is ready, reports its version, and knows no other address', async () => {
  let ready = false
  const port = await findFreePort()
  const health = await serveHealth(
    { host: '127.0.0.1', port, build: { version: '1.2.3', commit: 'abc' } },
    { isReady: () => ready, answerMetrics: async (response) => void response.end('metrics') },
  )
  onTestFinished(() => health.close())
  const get = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`)
    const type = response.headers.get('content-type')
    return [response.status, type, await response.text()]
  }
  const json = 'application/json'
  expect(await get('/healthz')).toEqual([200, json, '{"ready":true}'])
  expect(await get('/readyz')).toEqual([503, json, '{"ready":false}'])
  ready = true
  expect(await get('/readyz')).toEqual([200, json, '{"ready":true}'])
  expect(await get('/version')).toEqual([200, json, '{"name":"parley","version":"1.2.3","commit":"abc"}'])
  expect(await get('/metrics')).toEqual([200, null, 'metrics'])
  expect(await get('/elsewhere')).toEqual([404, json, '{"error":"not found"}'])
  await health.close()
  await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow()
})
