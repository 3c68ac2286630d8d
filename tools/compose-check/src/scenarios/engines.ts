import { cleanEnvironment, runInRepository } from '@parley/testkit/cluster'
import { expectThat } from '../expect'
import type { LauncherScenario } from './scenario'

const TESTS = 'tools/engines/src/engines.integration.test.ts'
const THOSE_OF_EACH_ENGINE = 'keeps its address|killed launcher|never throws'

export const engines: LauncherScenario = {
  name: 'engines',
  shows:
    'PostgreSQL, Redis and Kafka from Docker keep the same promises as those that the launcher starts itself',
  async run(say) {
    const environment = cleanEnvironment('', { PARLEY_ENGINES: 'docker' })
    const tests = runInRepository(['vitest', 'run', TESTS, '-t', THOSE_OF_EACH_ENGINE], environment)
    const code = await tests.ended
    expectThat(code === 0, tests.lines.join('\n'))
    say(tests.lines.find((line) => /Tests .*passed/.test(line))?.trim() ?? 'passed')
  },
}
