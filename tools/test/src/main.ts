// The test command: everything that must hold, on real engines, counted together.
import { makeTestDirectory, startEngines } from '@parley/engines'
import { ensureChromium } from './chromium'
import { add, type Count } from './count'
import { runChecks } from './checks'
import { say } from './say'
import { runVitest } from './vitest'

const began = Date.now()
const directory = await makeTestDirectory()
const folder = directory.path
const counts: Count[] = []

counts.push(await runChecks())
const engines = await startEngines({ dataDir: folder, log: 'kafka', environment: {}, say })
try {
  const environment = {
    TEST_DATABASE_URL: engines.databaseUrl,
    TEST_REDIS_URL: engines.redisUrl,
    TEST_KAFKA_BROKERS: engines.kafkaBrokers ?? '',
  }
  counts.push(await runVitest('unit and integration tests', ['--project', '!system*'], environment, folder))
} finally {
  await engines.close()
}
const CHROMIUM_PATH = await ensureChromium()
counts.push(await runVitest('system and browser tests', ['--project', 'system'], { CHROMIUM_PATH }, folder))
counts.push(await runVitest('what things cost, counted', ['--project', 'system-bench'], {}, folder))
counts.push(await runVitest('a short round of chaos', ['--project', 'system-chaos'], {}, folder))
await directory.delete()

const { passed, failed } = counts.reduce(add)
say(`all suites in ${Math.round((Date.now() - began) / 1000)} s`)
process.stdout.write(`${passed} passed, ${failed} failed\n`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)
