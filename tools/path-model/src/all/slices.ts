/** Code whose every operator is changed once, and the workspace whose tests must notice. */
export interface Slice {
  name: string
  workspace: string
  /** Globs of the workspace. */
  mutate: readonly string[]
}

const ofServer = (name: string, ...mutate: string[]): Slice => ({
  name: `server-${name}`,
  workspace: 'apps/server',
  mutate,
})

/** One at a time: each takes minutes to hours, because its tests run on real engines. */
export const slices: readonly Slice[] = [
  { name: 'protocol', workspace: 'packages/protocol', mutate: ['src/**/*.ts'] },
  { name: 'client', workspace: 'packages/client', mutate: ['src/**/*.ts'] },
  { name: 'delivery', workspace: 'packages/delivery', mutate: ['src/**/*.ts'] },
  { name: 'persister', workspace: 'apps/persister', mutate: ['src/**/*.ts'] },
  ofServer('publish', 'src/publish/**/*.ts'),
  ofServer('catch-up', 'src/catch-up/**/*.ts'),
  ofServer('events', 'src/events/**/*.ts'),
  ofServer('auth', 'src/auth/**/*.ts', 'src/rest/people.ts', 'src/socket/**/*.ts'),
  ofServer('limits', 'src/limits/**/*.ts'),
]
