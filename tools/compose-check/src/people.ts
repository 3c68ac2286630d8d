import { findFaults, joinLobby, type SimulatedPerson } from '@parley/testkit/clients'
import { expectThat } from './expect'
import type { Stack } from './stack'

const QUIET_LIMIT_MS = 90_000

/** This many clients in the lobby, all through one address. */
export function joinThrough(stack: Stack, count: number, name = 'Person'): Promise<SimulatedPerson[]> {
  return Promise.all(
    Array.from({ length: count }, (_, number) => joinLobby(`${name} ${number + 1}`, [{ url: stack.url }])),
  )
}

/** The number of clients on each server. */
export function countByServer(people: readonly SimulatedPerson[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const person of people) {
    const id = person.serverId() ?? 'nobody'
    counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return counts
}

/** When the system is quiet, PostgreSQL and every client's page have exactly the messages that were shown as sent. */
export async function expectNothingLost(
  { databaseUrl }: Pick<Stack, 'databaseUrl'>,
  people: readonly SimulatedPerson[],
  rules: { renumbered?: boolean } = {},
): Promise<void> {
  // Clients of earlier scenarios wrote in the same lobby.
  const evidence = { databaseUrl, people, hasOtherWriters: true }
  const faults = await findFaults({ ...evidence, limitMs: QUIET_LIMIT_MS, ...rules })
  expectThat(faults.length === 0, `what was shown as sent is not what is stored:\n${faults.join('\n')}`)
}

export function leaveAll(people: readonly SimulatedPerson[]): void {
  for (const { parley } of people) parley.close()
}
