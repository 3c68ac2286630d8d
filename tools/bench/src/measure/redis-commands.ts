import { Redis } from 'ioredis'

export interface CommandCount {
  /** By name, commands of clients. */
  outside: Record<string, number>
  /** By name, commands of scripts. */
  inside: Record<string, number>
}

/** Every command that Redis runs during `work`, from its own MONITOR. */
export async function countCommands(redisUrl: string, work: () => Promise<void>): Promise<CommandCount> {
  const count: CommandCount = { outside: {}, inside: {} }
  const redis = new Redis(redisUrl)
  const monitor = await redis.monitor()
  monitor.on('monitor', (_time: string, [name = '']: string[], source: string) => {
    const counts = source === 'lua' ? count.inside : count.outside
    const command = name.toUpperCase()
    counts[command] = (counts[command] ?? 0) + 1
  })
  try {
    await work()
  } finally {
    monitor.disconnect()
    redis.disconnect()
  }
  return count
}
