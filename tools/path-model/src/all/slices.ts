/** Code whose every operator is changed once, and the workspace whose tests must notice. */
export interface Slice {
  name: string
  workspace: string
  /** Globs of the workspace. */
  mutate: readonly string[]
  /** The tests that have to notice: all of the workspace, unless those of other things would take hours. */
  tests?: readonly string[]
}

/** Of a server's tests those that run it in their own process: a change in another process is not made. */
const ofServer = (name: string, mutate: string[], tests: string[]): Slice => ({
  name: `server-${name}`,
  workspace: 'apps/server',
  mutate,
  tests,
})

/** One at a time: each takes minutes to hours, because its tests run on real engines. */
export const slices: readonly Slice[] = [
  { name: 'protocol', workspace: 'packages/protocol', mutate: ['src/**/*.ts'] },
  {
    name: 'client',
    workspace: 'packages/client',
    mutate: ['src/**/*.ts'],
    tests: ['src/**/*.test.{ts,tsx}', 'test/!(devices|silent-proxy).test.ts'],
  },
  { name: 'delivery', workspace: 'packages/delivery', mutate: ['src/**/*.ts'] },
  { name: 'persister', workspace: 'apps/persister', mutate: ['src/**/*.ts'] },
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
  ofServer(
    'auth',
    ['src/auth/**/*.ts', 'src/rest/people.ts', 'src/socket/**/*.ts'],
    [
      'src/{auth,socket}/*.test.ts',
      'test/{foreign-upgrades,lost-announcements,people,person-limits,rest-refusals,revocations,write-together}.test.ts',
    ],
  ),
  ofServer(
    'limits',
    ['src/limits/**/*.ts'],
    ['src/limits/*.test.ts', 'test/{join-limit,person-limits}.test.ts'],
  ),
]
