import type { Child } from './child'
import { sendSignal } from './pid-file'
import type { Place, RunningEngine } from './engine'

interface Parts {
  url: string
  place: Place
  /** Starts the process and resolves when it answers. */
  launch: () => Promise<Child>
  stopSignal: NodeJS.Signals
  stopLimitMs: number
}

const DEADLY: NodeJS.Signals[] = ['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGQUIT']

export async function runEngine({
  url,
  place,
  launch,
  stopSignal,
  stopLimitMs,
}: Parts): Promise<RunningEngine> {
  const crashListeners: ((how: string) => void)[] = []
  const asked = new WeakSet<Child>()
  let child = await watch()

  async function watch() {
    const launched = await launch()
    void launched.ended.then((how) => {
      if (!asked.has(launched)) for (const listener of crashListeners) listener(how)
    })
    return launched
  }
  async function stop() {
    asked.add(child)
    sendSignal(child.pid, 'SIGCONT') // a frozen process could not receive the other signals
    await child.stop(stopSignal, stopLimitMs)
  }
  return {
    url,
    place,
    get pid() {
      return child.isRunning ? child.pid : null
    },
    async kill(signal = 'SIGKILL') {
      if (!child.isRunning) return
      if (DEADLY.includes(signal)) asked.add(child)
      sendSignal(child.pid, signal)
      if (DEADLY.includes(signal)) await child.ended
    },
    async restart() {
      await stop()
      child = await watch()
    },
    stop,
    onCrash: (listener) => void crashListeners.push(listener),
  }
}

/** An engine of the environment: used, never stopped. */
export function givenEngine(url: string): RunningEngine {
  const refuse = () =>
    Promise.reject(new Error('This engine came from the environment; it is not ours to stop.'))
  return {
    url,
    pid: null,
    place: 'environment',
    kill: refuse,
    restart: refuse,
    stop: () => Promise.resolve(),
    onCrash: () => undefined,
  }
}
