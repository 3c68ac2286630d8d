import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { docker, findProgram } from '@parley/engines'
import { joinLobby } from '@parley/testkit/clients'
import { launchStack, type LaunchedStack } from '@parley/testkit/cluster'
import { until } from '@parley/testkit/until'
import { expectThat } from '../expect'
import { expectNothingLost } from '../people'
import type { LauncherScenario } from './scenario'

const SAID = 'kept in a volume'
const LIMIT_MS = 30_000
/** No Redis, no Java, no Maven, no apt-get, no Python. */
const ALL_THERE_IS = ['node', 'docker', 'id', 'test']

export const launcher: LauncherScenario = {
  name: 'launcher',
  shows:
    '`npm run dev` takes from Docker what it cannot start otherwise, keeps what was said, leaves nothing',
  async run(say) {
    const path = makePath()
    const stack = await launchStack({ options: ['--servers', '1'], environment: { PATH: path } })
    const project = readFileSync(join(stack.dataDir, 'docker', 'project'), 'utf8')
    try {
      const running = await listOf(project, 'ps', '{{.Label "com.docker.compose.service"}}')
      expectThat(running.sort().join() === 'kafka,redis', `from Docker: ${running.join(', ') || 'nothing'}`)
      expectThat(stack.dev().log === 'kafka', 'Kafka is in Docker, and Redis Streams are the log')
      await talk(stack)
      say(`${running.join(' and ')} from Docker; a message was sent and stored; stopping`)
      await stack.stop()
      const left = await listOf(project, 'ps', '{{.Names}}', '-a')
      expectThat(left.length === 0, `left in Docker: ${left.join(', ')}`)
      await stack.start()
      await expectHistory(stack)
      say('it is there again after the next start')
    } finally {
      await stack.dispose()
      rmSync(path, { recursive: true })
    }
    const kept = await listOf(project, 'volume ls', '{{.Name}}')
    expectThat(kept.length === 0, `its data was deleted, but these volumes are left: ${kept.join(', ')}`)
  },
}

async function talk(stack: LaunchedStack): Promise<void> {
  const ada = await joinLobby('Ada', stack.dev().servers)
  try {
    ada.say(SAID)
    await expectNothingLost(stack.dev(), [ada])
  } finally {
    ada.parley.close()
  }
}

async function expectHistory(stack: LaunchedStack): Promise<void> {
  const grace = await joinLobby('Grace', stack.dev().servers)
  try {
    const isShown = () => grace.messages().some(({ body }) => body === SAID)
    await until('what was said before is shown', LIMIT_MS, isShown)
    grace.say('and the log goes on')
    await expectNothingLost(stack.dev(), [grace])
  } finally {
    grace.parley.close()
  }
}

function makePath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-path-'))
  for (const name of ALL_THERE_IS) {
    const program = findProgram(name)
    expectThat(!!program, `${name} is missing`)
    symlinkSync(program, join(folder, name))
  }
  return folder
}

async function listOf(project: string, what: string, format: string, ...more: string[]): Promise<string[]> {
  const filter = ['--filter', `label=com.docker.compose.project=${project}`]
  const listed = await docker([...what.split(' '), ...more, ...filter, '--format', format], {
    limitMs: LIMIT_MS,
  })
  return listed.split('\n').filter(Boolean)
}
