import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createService, newPort } from '@parley/testkit/cluster'
import { seatsOf } from './seats'
import type { MeasuredProcess, System } from './system'

const NODES = 2

/** Centrifugo with its Redis engine: no history, no tokens, every client may publish. */
export async function startCentrifugo(
  bin: string,
  dataDir: string,
  redis: { url: string; pid: number },
): Promise<System> {
  const nodes: ReturnType<typeof createService>[] = []
  while (nodes.length < NODES) nodes.push(await createNode(nodes.length + 1))
  const urls = nodes.map(({ address }) => address)
  try {
    await Promise.all(nodes.map((node) => node.restart()))
  } catch (error) {
    await stop()
    throw error
  }

  async function createNode(nth: number) {
    const port = await newPort()
    const name = `centrifugo-${nth}`
    const config = join(dataDir, `${name}.json`)
    mkdirSync(dataDir, { recursive: true })
    writeFileSync(config, JSON.stringify(settings(port, redis.url)))
    const definition = {
      name,
      command: bin,
      args: ['--config', config],
      cwd: dataDir,
      environment: { PATH: process.env.PATH },
      readyUrl: `http://127.0.0.1:${port}/health`,
    }
    const lines: string[] = []
    return createService(definition, dataDir, {
      onLine: (_, line) => lines.push(line),
      onDeath: (id, how) => process.stderr.write(`${id} ended (${how})\n${lines.slice(-5).join('\n')}\n`),
    })
  }

  async function stop() {
    await Promise.all(nodes.map((node) => node.stop()))
  }

  return {
    name: 'centrifugo',
    dialect: 'centrifugo',
    seat: async (shape) =>
      seatsOf(
        shape,
        urls,
        (number) => ({ id: '', number, epoch: 0, seq: 0 }),
        () => null,
      ),
    clear: () => Promise.resolve(),
    processes(): MeasuredProcess[] {
      const servers = nodes.map(({ pid }, n) => ({
        name: `server-${n + 1}`,
        pid: pid!,
      }))
      return [...servers, { name: 'redis', pid: redis.pid }].map((each) => ({
        ...each,
        isOurs: true,
        inspectPort: null,
      }))
    },
    stop,
  }
}

/** For version 6. */
function settings(port: number, redisUrl: string) {
  return {
    log: { level: 'error' },
    http_server: { address: '127.0.0.1', port: String(port) },
    client: { insecure: true, allowed_origins: ['*'], concurrency: 0 },
    channel: { without_namespace: {} },
    engine: { type: 'redis', redis: { address: redisUrl } },
    health: { enabled: true },
  }
}
