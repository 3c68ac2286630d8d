import { aptInstall, canApt, findProgram, runCommand } from '@parley/engines'
import { NotPlayableError } from './not-playable'

/**
 * The environment that shifts a process's clock this far ahead (behind, if negative), for every request of the time of
 * day. Timers use the monotonic clock, which no wrong date moves, and stay untouched.
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
    await aptInstall(['faketime']).catch(() => undefined) // reported below, in words
  }
  const faketime = findProgram('faketime')
  if (!faketime) throw new NotPlayableError('faketime is missing (`apt install faketime`)')
  return (await runCommand(faketime, ['-f', '+0', 'printenv', 'LD_PRELOAD'])).trim()
}
