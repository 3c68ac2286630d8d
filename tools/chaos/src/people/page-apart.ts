import { fork } from 'node:child_process'
import { join } from 'node:path'

export interface PageOrder {
  url: string
  name: string
  messages: number
  everyMs: number
}

export interface ShownMessage {
  id: string
  body: string
  /** The time that stands beside it. Milliseconds since 1970. */
  at: number
}

export interface PageApart {
  /** In the order of the page. */
  shown: readonly ShownMessage[]
  /** What that process takes for now. Milliseconds since 1970. */
  clock: number
}

/** A page of the SDK in a process of its own, started with this environment: it talks in a room of its own, and is closed. */
export function talkApart(order: PageOrder, environment: NodeJS.ProcessEnv): Promise<PageApart> {
  const child = fork(join(import.meta.dirname, 'page-process.ts'), {
    execArgv: ['--import', 'tsx'],
    env: { PATH: process.env.PATH, ...environment },
  })
  return new Promise<PageApart>((resolve, reject) => {
    child.once('message', (answer: PageApart & { error?: string }) => {
      if (answer.error === undefined) resolve(answer)
      else reject(new Error(answer.error))
      child.disconnect()
    })
    child.once('error', reject)
    child.once('exit', () => reject(new Error('the process of the page has ended')))
    child.send(order)
  })
}
