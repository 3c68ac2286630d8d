import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { FaultLink, LinkMode } from './fault-link'
import type { ProxyAnswer, ProxyOrder } from './proxy-process'

export interface Links {
  /** Connections to `port` reach `targetPort`. */
  open(name: string, port: number, targetPort: number): Promise<FaultLink>
  all(): readonly FaultLink[]
  /** Names of the links with a fault. */
  broken(): string[]
  close(): Promise<void>
}

/** Starts the process that runs all links. It ends with this process in every case. */
export async function startLinks(): Promise<Links> {
  const child = fork(join(import.meta.dirname, 'proxy-process.ts'), {
    execArgv: ['--import', 'tsx'],
    env: { PATH: process.env.PATH },
  })
  const asked = new Map<number, { resolve: () => void; reject: (error: Error) => void }>()
  const links = new Map<string, { link: FaultLink; isHealthy: () => boolean }>()
  let nth = 0
  let hasEnded = false
  child.on('message', ({ nth: answered, error }: ProxyAnswer) => {
    const waiting = asked.get(answered)
    asked.delete(answered)
    if (error) waiting?.reject(new Error(error))
    else waiting?.resolve()
  })
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => {
      hasEnded = true
      for (const { reject } of asked.values()) reject(new Error('the process of the links has ended'))
      resolve()
    }),
  )

  function give(order: ProxyOrder): Promise<void> {
    if (hasEnded) return Promise.reject(new Error('the process of the links has ended'))
    return new Promise((resolve, reject) => {
      asked.set(++nth, { resolve, reject })
      child.send({ nth, order })
    })
  }

  async function open(name: string, port: number, targetPort: number): Promise<FaultLink> {
    await give({ kind: 'open', link: name, port, targetPort })
    let isHealthy = true
    function set(mode: LinkMode) {
      isHealthy = mode.kind === 'healthy'
      return give({ kind: 'set', link: name, mode })
    }
    const link: FaultLink = {
      name,
      cut: () => set({ kind: 'cut' }),
      halfOpen: () => set({ kind: 'half-open' }),
      slow: (delayMs) => set({ kind: 'slow', delayMs }),
      limit: (bytesPerSecond) => set({ kind: 'limited', bytesPerSecond }),
      lossy: (share) => set({ kind: 'lossy', share }),
      swallowUpgrades: () => set({ kind: 'swallows-upgrades' }),
      heal: () => set({ kind: 'healthy' }),
      leadTo: (target) => give({ kind: 'lead', link: name, targetPort: target }),
    }
    links.set(name, { link, isHealthy: () => isHealthy })
    return link
  }

  return {
    open,
    all: () => [...links.values()].map(({ link }) => link),
    broken: () => [...links].filter(([, { isHealthy }]) => !isHealthy()).map(([name]) => name),
    async close() {
      if (!hasEnded) child.kill('SIGKILL')
      await ended
    },
  }
}
