// Rules that random runs would miss too seldom, or that stand outside of the model: each has tests of its own, and this is the
// line that holds it.

export interface DirectedMutant {
  /** Its number in docs/delivery.md. */
  rule: string
  name: string
  /** Where the line stands, from the root of the repository; a Lua script is changed as it is read. */
  file: string
  from: string
  to: string
  /** The workspace and the test file that must fail. */
  workspace: string
  test: string
}

const DELIVER = 'packages/delivery/src/deliver.lua'

export const directedMutants: readonly DirectedMutant[] = [
  {
    rule: '1.2',
    name: 'any persister begins an epoch',
    file: 'apps/persister/src/seed-head.ts',
    from: 'if (!(await offsets.isHeld(partition, generation)))',
    to: 'if (false)',
    workspace: 'apps/persister',
    test: 'test/persist-batch',
  },
  {
    rule: '1.4',
    name: 'a head belongs to a process',
    file: DELIVER,
    from: `redis.call('INFO', 'replication'), 'master_replid:(%w+)'`,
    to: `redis.call('INFO', 'server'), 'run_id:(%w+)'`,
    workspace: 'packages/delivery',
    test: 'test/loss',
  },
  {
    rule: '1.5',
    name: 'an epoch begins a leap above what is stored',
    file: DELIVER,
    from: 'seq = math.max(tonumber(highest) + 1, now)',
    to: 'seq = tonumber(highest) + 1000000',
    workspace: 'packages/delivery',
    test: 'test/loss',
  },
  {
    rule: '1.8',
    name: 'a repeat does not say that it is one',
    file: 'packages/client/src/sender.ts',
    from: 'again: perhapsSaid',
    to: 'again: false',
    workspace: 'packages/client',
    test: 'test/sending',
  },
  {
    rule: '1.12',
    name: 'a script writes what it has not checked',
    file: DELIVER,
    from: `if ARGV[i] == '' then return refuse('an empty id') end`,
    to: '',
    workspace: 'packages/delivery',
    test: 'test/deliver',
  },
  {
    rule: '1.14',
    name: 'a wall of another loss seeds',
    file: DELIVER,
    from: `or (wall ~= '' and loss ~= found)`,
    to: '',
    workspace: 'packages/delivery',
    test: 'test/walls',
  },
  {
    rule: '2.5',
    name: 'the cursor passes a hole',
    file: 'packages/client/src/hole.ts',
    from: 'if (first.from > seen.cursor + 1)',
    to: 'if (false)',
    workspace: 'packages/client',
    test: 'src/hole',
  },
  {
    rule: '2.7',
    name: 'publishes are not guarded',
    file: 'packages/delivery/src/room-adapter.ts',
    from: `onDegraded('spublish', error as Error)`,
    to: 'throw error',
    workspace: 'packages/delivery',
    test: 'test/redis-away',
  },
  {
    rule: '3.4',
    name: 'rows and offset are not one transaction',
    file: 'packages/database/src/store-batch.ts',
    from: 'return await prisma.$transaction((tx) => store(tx, batch), {',
    to: 'return await (async (work: (tx: any) => Promise<any>, _options: object) => work(prisma))((tx) => store(tx, batch), {',
    workspace: 'packages/database',
    test: 'src/store-batch',
  },
  {
    rule: '3.4',
    name: 'the offset is moved wherever it stands',
    file: 'packages/database/src/store-batch.ts',
    from: ' and next = ${from}::bigint',
    to: '',
    workspace: 'packages/database',
    test: 'src/store-batch',
  },
  {
    rule: '3.11',
    name: 'who lost its partition stores',
    file: 'packages/database/src/store-batch.ts',
    from: ' and generation = ${generation}::bigint',
    to: '',
    workspace: 'packages/database',
    test: 'src/store-batch',
  },
  {
    rule: '4.2',
    name: 'what was perhaps said is taken back',
    file: 'packages/client/src/outbox.ts',
    from: `item.phase === 'failed' || (item.phase === 'queued' && !item.perhapsSaid)`,
    to: 'true',
    workspace: 'packages/client',
    test: 'src/outbox.test',
  },
]
