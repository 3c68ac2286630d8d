import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Redis } from 'ioredis'
import { spawnChild } from './child'
import type { RunningEngine, StartOptions } from './engine'
import { rememberedPort } from './free-port'
import { stopLeftover } from './pid-file'
import { findRedis } from './redis-places'
import { runEngine } from './running-engine'
import { untilReady } from './until-ready'

export interface RedisOptions extends StartOptions {
  /** `always` if Redis is the log: an answer must then mean "on the disk". */
  appendfsync?: 'always' | 'everysec'
  /** A node of a cluster: it has no slots until it gets some. */
  isClusterNode?: boolean
}

export async function startRedis(options: RedisOptions): Promise<RunningEngine> {
  const dataDir = resolve(options.dataDir)
  const pidFile = join(dataDir, 'run', 'redis.pid')
  const left = await stopLeftover(pidFile)
  if (left) options.log?.(`stopped the Redis that an earlier start had left (pid ${left})`)

  const { command, place } = await findRedis(options.log ?? (() => undefined))
  const port = options.port ?? (await rememberedPort(dataDir, 'redis', options.usualPort))
  const url = `redis://127.0.0.1:${port}`
  const folder = join(dataDir, 'redis')
  mkdirSync(folder, { recursive: true })

  async function launch() {
    const child = await spawnChild({
      command,
      args: redisArguments({ port, folder, ...options }),
      cwd: folder,
      logFile: join(dataDir, 'logs', 'redis.log'),
      pidFile,
    })
    return untilReady({ name: 'Redis', child, probe: () => answers(url, child.pid), limitMs: 60_000 })
  }
  return runEngine({ url, place, launch, stopSignal: 'SIGTERM', stopLimitMs: 10_000 })
}

function redisArguments({
  port,
  folder,
  appendfsync = 'everysec',
  isClusterNode = false,
}: Pick<RedisOptions, 'appendfsync' | 'isClusterNode'> & { port: number; folder: string }) {
  const settings = {
    bind: '127.0.0.1',
    port: String(port),
    dir: folder,
    daemonize: 'no',
    appendonly: 'yes',
    appendfsync,
    save: '',
    // Redis must never evict a room's tail and ids.
    'maxmemory-policy': 'noeviction',
    'cluster-enabled': isClusterNode ? 'yes' : 'no',
  }
  return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])
}

/** Throws unless Redis (with a pid: this very process) answers and has loaded its data. */
export async function answers(url: string, pid?: number) {
  const redis = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    connectTimeout: 2_000,
    maxRetriesPerRequest: 0,
  })
  redis.on('error', () => undefined) // the calls below reject
  try {
    await redis.connect()
    const info = await redis.info()
    if (pid && !info.includes(`process_id:${pid}\r`)) throw new Error('another Redis has this port')
    if (!info.includes('loading:0')) throw new Error('still loading')
  } finally {
    redis.disconnect()
  }
}
