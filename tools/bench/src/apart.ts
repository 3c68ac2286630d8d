import { fork } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface Apart<Order> {
  readonly pid: number
  order: (given: Order) => Promise<unknown>
  stop: () => Promise<void>
}

interface Answer {
  nth: number
  value?: unknown
  error?: string
}

/** Node's lines when an inspector connects. */
const ofInspector = /^(Debugger |For help, see: |Waiting for the debugger)/

/** Runs a file in a separate process that answers commands. It ends with this process in every case. */
export function startApart<Order extends object>(
  file: string,
  args: string[] = [],
  nodeArgs: string[] = [],
): Apart<Order> {
  const child = fork(file, args, {
    execArgv: [...nodeArgs, '--import', 'tsx'],
    env: { PATH: process.env.PATH, NODE_ENV: 'production' },
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  })
  createInterface({ input: child.stderr! }).on('line', (line) => {
    if (!ofInspector.test(line)) process.stderr.write(`${line}\n`)
  })
  const asked = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  let nth = 0
  let hasEnded = false
  child.on('message', ({ nth: answered, value, error }: Answer) => {
    const waiting = asked.get(answered)
    asked.delete(answered)
    if (error === undefined) waiting?.resolve(value)
    else waiting?.reject(new Error(error))
  })
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => {
      hasEnded = true
      for (const { reject } of asked.values()) reject(new Error(`${file} has ended`))
      resolve()
    }),
  )
  return {
    pid: child.pid ?? 0,
    order(given) {
      if (hasEnded) return Promise.reject(new Error(`${file} has ended`))
      return new Promise((resolve, reject) => {
        asked.set(++nth, { resolve, reject })
        child.send({ nth, order: given })
      })
    },
    async stop() {
      if (!hasEnded) child.kill('SIGKILL')
      await ended
    },
  }
}
