import type { KnownEquivalent } from './known-equivalent'

const ALWAYS_SAID = 'Redis always says it; only the compiler cannot know it.'

const ONE_NODE = 'A cluster of one node, as tests have it, answers a pipeline.'
const RACE = 'It comes where the last one leaves while a packet is on its way.'
const OPTIONAL_SIZE =
  'adapter.rooms.get(roomChannel(roomId))?.size becomes adapter.rooms.get(roomChannel(roomId)).size'
const MEMORY = 'It frees memory: what is sent to a room without people goes to nobody.'

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
    where: 'const run = `${/master_replid:(\\w+)/.exec(',
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
  {
    where: "const ranges = (above ?? '').split(' ')",
    change: `'' becomes "Stryker was here!"`,
    why: 'A text without a hyphen is no range, as no text is.',
  },
  {
    where: 'if (redis.isCluster) return await readHeadsOfCluster(',
    change: 'redis.isCluster becomes false',
    why: ONE_NODE,
  },
  { where: 'adapter.rooms.get(roomChannel(roomId))?.size ?? 0', change: OPTIONAL_SIZE, why: RACE },
  {
    where: '...(rest && { rest }),',
    change: 'rest becomes true',
    why: 'What is undefined has the default.',
  },
  { where: "adapter.on('delete-room',", why: MEMORY },
  { where: 'if (roomId !== null) pace.forget(roomId)', why: MEMORY },
  {
    where: 'room: Resting = { untilMs: 0, waiting: null }',
    change: '{ untilMs: 0, waiting: null } becomes {}',
    why: 'All of it is set before it is read.',
  },
  {
    where: 'return before.epoch === after.epoch && before.events.at(-1)!',
    change: 'after.events[0]?.seq becomes after.events[0].seq',
    why: 'A packet has an event; only the compiler cannot know it.',
  },
  {
    where: "(key, '-inf', silentSince)",
    change: `'-inf' becomes ""`,
    why: 'Redis reads it as 0, and no time is earlier.',
  },
  {
    where: 'const rooms = roomIds.map((roomId) => ({ roomId, ids: [] }))',
    change: '[] becomes ["Stryker was here"]',
    why: 'An id that the room does not know changes nothing.',
  },
  ...['roomIds.length > 0 becomes true', 'roomIds.length > 0 becomes roomIds.length >= 0'].map((change) => ({
    where: 'if (roomIds.length > 0) await redis.zremrangebyscore(',
    change,
    why: 'It saves a call.',
  })),
  {
    where: "const digest = createHash('sha1')",
    change: `'hex' becomes ""`,
    why: 'It is made when the module is loaded, before the change is there.',
  },
  {
    where: "if (typeof acknowledge === 'function')",
    change: "typeof acknowledge === 'function' becomes true",
    why: 'Without an acknowledgement nothing fails there: publishing does not throw.',
  },
]
