import { runInRepository, type LaunchedStack } from '@parley/testkit/cluster'

export interface Verdict {
  code: number | null
  records: number
  stored: number
  findings: { kind: string; roomId: string; where: string }[]
}

/** `npm run verify -- --json` on the running stack. */
export async function verify(stack: LaunchedStack): Promise<Verdict> {
  const run = runInRepository(
    ['node', '--import', 'tsx', 'tools/verify/src/main.ts', '--json'],
    stack.environment,
  )
  const code = await run.ended
  const answer = run.lines.findLast((line) => line.startsWith('{'))
  if (!answer) throw new Error(`verify said nothing (code ${code}):\n${run.lines.join('\n')}`)
  return { ...(JSON.parse(answer) as Omit<Verdict, 'code'>), code }
}
