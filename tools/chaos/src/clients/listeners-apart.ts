import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { Recovery } from '@parley/testkit/checker'
import type { Listeners, ListenersOptions } from './listeners'
import type { ListenersAnswer, ListenersOrder } from './listeners-process'

/** The same listeners in a separate process, which ends with this one in every case. */
export async function startListenersApart(options: ListenersOptions): Promise<Listeners> {
  const child = fork(join(import.meta.dirname, 'listeners-process.ts'), {
    execArgv: ['--import', 'tsx'],
    env: { PATH: process.env.PATH },
  })
  const asked = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  let nth = 0
  let hasEnded = false
  child.on('message', ({ nth: answered, value, error }: ListenersAnswer) => {
    const waiting = asked.get(answered)
    asked.delete(answered)
    if (error === undefined) waiting?.resolve(value)
    else waiting?.reject(new Error(error))
  })
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => {
      hasEnded = true
      for (const { reject } of asked.values()) reject(new Error('the process of the listeners has ended'))
      resolve()
    }),
  )

  function order(given: ListenersOrder): Promise<unknown> {
    if (hasEnded) return Promise.reject(new Error('the process of the listeners has ended'))
    return new Promise((resolve, reject) => {
      asked.set(++nth, { resolve, reject })
      child.send({ nth, order: given })
    })
  }

  async function stop(): Promise<void> {
    if (!hasEnded) await order({ kind: 'stop' }).catch(() => undefined) // it ends now in any case
    if (!hasEnded) child.disconnect()
    await ended
  }

  try {
    await order({ kind: 'start', options })
  } catch (error) {
    await stop()
    throw error
  }
  return {
    online: () => order({ kind: 'online' }) as Promise<number>,
    recovery: (since) => order({ kind: 'recovery', since }) as Promise<Recovery>,
    mostSyncs: (since) => order({ kind: 'mostSyncs', since }) as Promise<number>,
    complaints: () => order({ kind: 'complaints' }) as Promise<string[]>,
    stop,
  }
}
