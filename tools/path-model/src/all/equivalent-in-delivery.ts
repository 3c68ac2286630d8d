import type { KnownEquivalent } from './known-equivalent'

const ALWAYS_SAID = 'Redis always says it; only the compiler cannot know it.'

/** Mutants of packages/delivery. */
export const DELIVERY: readonly KnownEquivalent[] = [
  {
    where: 'autoResendUnfulfilledCommands: false',
    change: 'false becomes true',
    why: 'maxRetriesPerRequest has rejected them by then.',
  },
  {
    where: 'if (roomIds.length === 0) return []',
    change: 'roomIds.length === 0 becomes false',
    why: 'It saves a call.',
  },
  {
    where: 'if (redis.isCluster) return await readHeadsOfCluster(',
    change: 'redis.isCluster becomes true',
    why: 'It answers the same, with a call for each room.',
  },
  {
    where: 'const run = /master_replid:(\\w+)/.exec(',
    change:
      '/master_replid:(\\w+)/.exec(info as string)?.[1] becomes /master_replid:(\\w+)/.exec(info as string)[1]',
    why: ALWAYS_SAID,
  },
  { where: 'return (results ?? []).map(', why: 'Only a transaction that was not begun has no results.' },
  {
    where: 'const policy = /maxmemory_policy:(\\S+)/.exec(',
    change:
      "/maxmemory_policy:(\\S+)/.exec(await node.info('memory'))?.[1] becomes /maxmemory_policy:(\\S+)/.exec(await node.info('memory'))[1]",
    why: ALWAYS_SAID,
  },
  {
    where: "const nodes: Redis[] = redis.isCluster ? (redis as Cluster).nodes('master')",
    change: `'master' becomes ""`,
    why: 'All nodes include the masters; a replica is configured as its master is.',
  },
  {
    where: "nodes: () => (publisher as Cluster).nodes('master')",
    change: `'master' becomes ""`,
    why: 'A cluster of one node, as tests have it, has no replica.',
  },
  {
    where: "if (publisher.status !== 'ready') throw new Error('Redis is away.')",
    change: "publisher.status !== 'ready' becomes false",
    why: 'Without an offline queue ioredis refuses by itself. In a cluster, which has one, the packet would wait in it.',
  },
  {
    where: "const text = readFileSync(join(import.meta.dirname, fileName), 'utf8')",
    change: `'utf8' becomes ""`,
    why: 'The bytes of the script are as good as its text.',
  },
]
