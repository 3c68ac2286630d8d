// The one test command: everything that must hold, on real engines, counted together.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEngines } from '@parley/engines'
import { ensureChromium } from './chromium'
import { add, type Count } from './count'
import { runChecks } from './checks'
import { runBrowserTests } from './browser-tests'
import { say } from './say'
import { runVitest } from './vitest'

const began = Date.now()
const folder = await mkdtemp(join(tmpdir(), 'parley-test-'))
const counts: Count[] = []

counts.push(await runChecks())
const engines = await startEngines({ dataDir: folder, log: 'kafka', environment: {}, say })
try {
  const environment = {
    TEST_DATABASE_URL: engines.databaseUrl,
    TEST_REDIS_URL: engines.redisUrl,
    TEST_KAFKA_BROKERS: engines.kafkaBrokers ?? '',
  }
  counts.push(await runVitest('unit and integration tests', ['--project', '!system'], environment, folder))
} finally {
  await engines.close()
}
const chromium = await ensureChromium()
counts.push(await runVitest('system tests', ['--project', 'system'], {}, folder))
counts.push(await runBrowserTests(chromium, folder))
await rm(folder, { recursive: true, force: true })

const { passed, failed } = counts.reduce(add)
say(`all suites in ${Math.round((Date.now() - began) / 1000)} s`)
process.stdout.write(`${passed} passed, ${failed} failed\n`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)
