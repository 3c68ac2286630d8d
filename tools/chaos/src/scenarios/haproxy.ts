import { HARD_STOP_SECONDS } from '../stack/balancer'
import type { Scenario } from './scenario'
import { seconds } from './times'

export const haproxyScenarios: Scenario[] = [
  {
    name: 'haproxy-killed',
    row: 'HAProxy: kill -9',
    isShort: true,
    async run({ stack, fault, everybodyBack, now }) {
      fault('kill -9 of HAProxy')
      const since = now()
      await stack.haproxy.kill()
      await seconds(1)
      await stack.haproxy.restart()
      await everybodyBack(since, { maxMs: 15_000 })
    },
  },
  {
    name: 'haproxy-reloaded',
    row: 'HAProxy: reload',
    async run({ stack, fault, everybodyBack, require, now, thrownOff }) {
      fault('HAProxy is reloaded')
      const since = now()
      stack.haproxy.reload()
      await seconds(HARD_STOP_SECONDS - 2)
      const lost = thrownOff(since)
      require(lost === 0, `a reload disconnects no client (${lost} connections were lost)`)
      await seconds(3) // the old process ends now, with its remaining connections
      await everybodyBack(since + HARD_STOP_SECONDS * 1_000, { maxMs: 15_000 })
    },
  },
]
