import type { Engines, RunningEngine } from '@parley/engines'
import { setTimeout as sleep } from 'node:timers/promises'
import { countCrashes, restartDelayMs } from './restart-delay'
import type { Terminal } from './terminal'

interface Parts {
  terminal: Terminal
  isClosing: () => boolean
  onRestarted: () => void
}

/** Restarts an engine that ends unexpectedly on its data, as a service manager would. */
export function keepEnginesUp({ postgres, redis, kafka }: Engines['running'], parts: Parts) {
  keepUp('PostgreSQL', postgres, parts)
  keepUp('Redis', redis, parts)
  if (kafka) keepUp('Kafka', kafka, parts)
}

function keepUp(name: string, engine: RunningEngine, { terminal, isClosing, onRestarted }: Parts) {
  let crashes = 0
  let startedAt = performance.now()

  async function comeBack(how: string): Promise<void> {
    if (isClosing()) return
    crashes = countCrashes(crashes, performance.now() - startedAt)
    terminal.warn(`${name} ${how}; starting it again`)
    await sleep(restartDelayMs(crashes))
    if (isClosing()) return
    try {
      await engine.restart()
      startedAt = performance.now()
      terminal.say(`${name} is back`)
      onRestarted()
    } catch (error) {
      await comeBack(`could not be started (${(error as Error).message})`)
    }
  }
  engine.onCrash((how) => void comeBack(how))
}
