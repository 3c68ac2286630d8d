import { afterEach, expect, test } from 'vitest'
import { addressesOf, findFaults, joinLobby } from '@parley/testkit/clients'
import { launchStack, type LaunchedStack } from '@parley/testkit/cluster'
import { until } from '@parley/testkit/until'
import { verify } from '../src/verify'

let stack: LaunchedStack | undefined
const people: Awaited<ReturnType<typeof joinLobby>>[] = []

afterEach(async () => {
  for (const { parley } of people.splice(0)) parley.close()
  await stack?.dispose()
  stack = undefined
})

async function join(name: string, serverId: string, running: LaunchedStack) {
  const person = await joinLobby(name, addressesOf(running.dev(), serverId))
  people.push(person)
  return person
}

test.each(['kafka', 'redis'] as const)(
  'P1 P3 P6: with %s as the log, two people on two servers talk, and after a restart the history is there',
  async (log) => {
    stack = await launchStack({ options: ['--log', log] })
    const running = stack
    expect(running.dev().log).toBe(log)
    const ada = await join('Ada', '1', running)
    const ben = await join('Ben', '2', running)
    expect([ada.serverId(), ben.serverId()]).toEqual(['1', '2'])

    const bodies = (person: typeof ada) => person.messages().map(({ body }) => body)
    ada.say('Good morning, Ben.')
    await until('Ben to hear Ada', 10_000, () => bodies(ben).includes('Good morning, Ben.'))
    ben.say('Good morning, Ada. Ça va? 🦜')
    await until('Ada to hear Ben', 10_000, () => bodies(ada).includes('Good morning, Ada. Ça va? 🦜'))
    const { databaseUrl } = running.dev()
    expect(await findFaults({ databaseUrl, people, limitMs: 20_000 })).toEqual([])

    await running.stop()
    await running.start()
    const cleo = await join('Cleo', '2', running)
    expect(bodies(cleo)).toEqual(['Good morning, Ben.', 'Good morning, Ada. Ça va? 🦜'])
    expect(await verify(running)).toMatchObject({ code: 0, findings: [], records: 2, stored: 2 })
  },
)
