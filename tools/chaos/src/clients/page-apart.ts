import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { PageAnswer, PageOrder } from './page-process'

export type PageApart = Omit<PageAnswer, 'error'>

/**
 * A page of the SDK in a separate process, started with this environment: it writes in a room of its own, and is closed.
 */
export function talkApart(order: PageOrder, environment: NodeJS.ProcessEnv): Promise<PageApart> {
  const child = fork(join(import.meta.dirname, 'page-process.ts'), {
    execArgv: ['--import', 'tsx'],
    env: { PATH: process.env.PATH, ...environment },
  })
  return new Promise<PageApart>((resolve, reject) => {
    child.once('message', (answer: PageAnswer) => {
      if (answer.error === undefined) resolve(answer)
      else reject(new Error(answer.error))
      child.disconnect()
    })
    child.once('error', reject)
    child.once('exit', () => reject(new Error('the process of the page has ended')))
    child.send(order)
  })
}
