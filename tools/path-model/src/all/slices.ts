/** Code whose every operator is changed once, and the workspace whose tests must catch it. */
export interface Slice {
  name: string
  workspace: string
  /** Globs of the workspace. */
  mutate: readonly string[]
  /** The tests that must catch the mutants: all of the workspace, unless unrelated ones would take hours. */
  tests?: readonly string[]
  /** A test that takes longer notices the mutant. Milliseconds. Default: what tests on real engines need. */
  testTimeoutMs?: number
}

/** Only the server's tests that run it in their own process: a change does not reach another process. */
const ofServer = (name: string, mutate: string[], tests: string[]): Slice => ({
  name: `server-${name}`,
  workspace: 'apps/server',
  mutate,
  tests,
})

/**
 * The SDK folder by folder: all of it at once would take hours. Its servers are fakes in the same process, so its tests take
 * milliseconds; those that wait for what a mutant prevents would otherwise take most of a run.
 */
const ofClient = (folder: string, mutate: string[], tests: string[]): Slice => ({
  name: `client-${folder}`,
  workspace: 'packages/client',
  mutate,
  tests,
  testTimeoutMs: 5_000,
})

/** One at a time: each takes minutes to hours, because its tests run on real engines. */
export const slices: readonly Slice[] = [
  { name: 'protocol', workspace: 'packages/protocol', mutate: ['src/**/*.ts'] },
  ofClient('connection', ['src/connection/**/*.ts'], ['src/connection/*.test.ts', 'test/connection.test.ts']),
  ofClient(
    'outbox',
    ['src/outbox/**/*.ts'],
    ['src/outbox/*.test.ts', 'test/{sending,changing,two-tabs}.test.ts'],
  ),
  ofClient(
    'timeline',
    ['src/timeline/**/*.ts'],
    ['src/timeline/*.test.ts', 'test/{catching-up,changing}.test.ts'],
  ),
  ofClient(
    'storage',
    ['src/storage/**/*.ts'],
    ['src/storage/*.test.ts', 'test/{seen-last,two-tabs}.test.ts'],
  ),
  ofClient(
    'rooms',
    ['src/rooms/**/*.ts'],
    ['src/rooms/*.test.ts', 'test/{catching-up,changing,people,seen-last}.test.ts'],
  ),
  ofClient(
    'root',
    ['src/*.ts', '!src/parley.ts', 'src/react/*.{ts,tsx}'],
    ['src/react/*.test.tsx', 'src/*.test.ts'],
  ),
  // It connects all parts: only tests of the whole SDK reach it, which wait for seconds where a mutant breaks it.
  ofClient(
    'parley',
    ['src/parley.ts'],
    ['test/{catching-up,changing,connection,people,seen-last,sending,two-tabs}.test.ts'],
  ),
  { name: 'delivery', workspace: 'packages/delivery', mutate: ['src/**/*.ts'] },
  {
    name: 'persister',
    workspace: 'apps/persister',
    mutate: ['src/**/*.ts'],
    // The decisions of the path back are tested without engines, its assembly with them.
    tests: ['src/*.test.ts', 'test/{metrics,newer-record,taken-over}.integration.test.ts'],
  },
  ofServer(
    'publish',
    ['src/publish/**/*.ts'],
    ['src/publish/*.test.ts', 'test/{known-ids,stale-work}.test.ts'],
  ),
  ofServer(
    'catch-up',
    ['src/catch-up/**/*.ts'],
    ['src/catch-up/*.test.ts', 'test/{whole-answers,waiting-room,sync-pages,lost-announcements}.test.ts'],
  ),
  ofServer('events', ['src/events/**/*.ts'], ['src/events/*.test.ts', 'test/{known-ids,unread}.test.ts']),
  // Rules alone: with engines each mutant costs the hashing of passwords.
  ofServer(
    'accounts',
    ['src/auth/{accounts,link-token,ownership,person-changes,person-sessions,recovery-codes}.ts'],
    ['src/auth/*.test.ts'],
  ),
  ofServer(
    'auth',
    [
      'src/auth/**/*.ts',
      '!src/auth/{accounts,link-token,ownership,person-changes,person-sessions,recovery-codes}.ts',
      'src/rest/people.ts',
      'src/socket/**/*.ts',
    ],
    [
      'src/{auth,rest,socket}/*.test.ts',
      'test/{accounts,foreign-upgrades,lost-announcements,people,person-limits,rest-refusals,revocations,write-together}.test.ts',
    ],
  ),
  ofServer(
    'limits',
    ['src/limits/**/*.ts'],
    ['src/limits/*.test.ts', 'test/{join-limit,person-limits}.test.ts'],
  ),
]
