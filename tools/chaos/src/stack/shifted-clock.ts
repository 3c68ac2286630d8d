import { aptInstall, canApt, findProgram, runCommand } from '@parley/engines'
import { NotPlayableError } from './not-playable'

/**
 * What a process must be given so that its clock is so much ahead (behind, where negative): all that it asks the system for
 * the time of day. What it waits for is measured by the monotonic clock, which no wrong date moves, and is not touched.
 */
export async function shiftedClock(aheadSeconds: number, say: (line: string) => void) {
  const library = await findLibrary(say)
  return {
    LD_PRELOAD: library,
    FAKETIME: `${aheadSeconds < 0 ? '-' : '+'}${Math.abs(aheadSeconds)}`,
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  }
}

async function findLibrary(say: (line: string) => void): Promise<string> {
  if (process.platform !== 'linux') throw new NotPlayableError('clocks are shifted by libfaketime, on Linux')
  if (!findProgram('faketime') && canApt()) {
    say('installing faketime with apt-get')
    await aptInstall(['faketime']).catch(() => undefined) // said below, in words
  }
  const faketime = findProgram('faketime')
  if (!faketime) throw new NotPlayableError('faketime is missing (`apt install faketime`)')
  return (await runCommand(faketime, ['-f', '+0', 'printenv', 'LD_PRELOAD'])).trim()
}
