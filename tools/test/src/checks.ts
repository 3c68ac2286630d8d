import { add, type Count } from './count'
import { run } from './run'
import { say } from './say'

const CHECKS = [
  { name: 'build', args: ['run', 'build'] },
  { name: 'lint', args: ['run', 'lint', 'lint:structure', 'lint:format', '--continue'] },
  { name: 'typecheck', args: ['run', 'typecheck', '--continue'] },
]

/** Build, lint and type-check, counted as one each. All of them run, even if one fails. */
export async function runChecks(): Promise<Count> {
  let count: Count = { passed: 0, failed: 0 }
  for (const { name, args } of CHECKS) {
    say(name)
    const code = await run('turbo', [...args, '--output-logs=errors-only', '--concurrency=3'])
    count = add(count, code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 })
  }
  return count
}
