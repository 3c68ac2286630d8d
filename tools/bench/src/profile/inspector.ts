// V8's own sampling profiler, asked through the inspector of a running process.
import { WebSocket } from 'ws'

export interface CpuProfile {
  nodes: ProfileNode[]
  samples: number[]
  /** Microseconds between two samples. */
  timeDeltas: number[]
}

export interface ProfileNode {
  id: number
  callFrame: { functionName: string; url: string; lineNumber: number; columnNumber: number }
  children?: number[]
}

export interface Inspector {
  start: () => Promise<void>
  stop: () => Promise<CpuProfile>
  /** A process waits for it before it exits. */
  close: () => void
}

const SAMPLE_EVERY_US = 500

/** `port`: that of `--inspect`. The connection is kept: to open one during a measurement would cost the process something. */
export async function connectInspector(port: number): Promise<Inspector> {
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
    webSocketDebuggerUrl: string
  }[]
  const socket = new WebSocket(targets[0]!.webSocketDebuggerUrl, { maxPayload: 1024 ** 3 })
  const waiting = new Map<number, (result: unknown) => void>()
  let lastId = 0
  socket.on('message', (data: Buffer) => {
    const { id, result } = JSON.parse(data.toString()) as { id: number; result: unknown }
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
    close: () => socket.terminate(),
  }
}
