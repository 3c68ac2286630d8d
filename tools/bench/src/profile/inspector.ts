// V8's own sampling profiler, reached through the inspector of a running process.
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'

export interface CpuProfile {
  nodes: ProfileNode[]
  samples: number[]
  /** Microseconds between two samples. */
  timeDeltas: number[]
}

export interface ProfileNode {
  id: number
  callFrame: {
    functionName: string
    url: string
    lineNumber: number
    columnNumber: number
  }
  children?: number[]
}

export interface Inspector {
  start: () => Promise<void>
  stop: () => Promise<CpuProfile>
  /** Bytes on V8's heap and outside it, without garbage. */
  liveBytes: () => Promise<number>
  /** A process waits for this before it exits. */
  close: () => void
}

const SAMPLE_EVERY_US = 500
const ATTEMPTS = 50

export interface Inspected {
  pid: number
  /** The port of `--inspect-port`: nothing listens there before an inspector is requested. */
  inspectPort: number
}

/** The connection is kept: opening one during a measurement would cost the process time. */
export async function openInspector({ pid, inspectPort }: Inspected): Promise<Inspector> {
  process.kill(pid, 'SIGUSR1') // Node's own signal: it starts the inspector
  const socket = new WebSocket(await findTarget(inspectPort), {
    maxPayload: 1024 ** 3,
  })
  const waiting = new Map<number, (result: unknown) => void>()
  let lastId = 0
  socket.on('message', (data: Buffer) => {
    const { id, result } = JSON.parse(data.toString()) as {
      id: number
      result: unknown
    }
    waiting.get(id)?.(result)
    waiting.delete(id)
  })
  await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject))

  function call(method: string, params: object = {}): Promise<unknown> {
    return new Promise((resolve) => {
      waiting.set(++lastId, resolve)
      socket.send(JSON.stringify({ id: lastId, method, params }))
    })
  }

  await call('Profiler.enable')
  await call('Profiler.setSamplingInterval', { interval: SAMPLE_EVERY_US })
  return {
    start: async () => void (await call('Profiler.start')),
    stop: async () => ((await call('Profiler.stop')) as { profile: CpuProfile }).profile,
    async liveBytes() {
      await call('HeapProfiler.collectGarbage')
      await call('HeapProfiler.collectGarbage')
      const expression = '(({ heapUsed, external }) => heapUsed + external)(process.memoryUsage())'
      return (
        (await call('Runtime.evaluate', { expression })) as {
          result: { value: number }
        }
      ).result.value
    },
    close: () => socket.terminate(),
  }
}

async function findTarget(port: number): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/json/list`)
      const [target] = (await response.json()) as {
        webSocketDebuggerUrl: string
      }[]
      return target!.webSocketDebuggerUrl
    } catch (error) {
      if (attempt === ATTEMPTS) throw error
      await sleep(100) // it does not listen yet
    }
  }
}
