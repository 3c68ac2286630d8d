import { expectThat } from '../expect'
import type { Scenario } from './scenario'

export const users: Scenario = {
  name: 'users',
  shows: 'nothing runs as root, in any container',
  async run(stack, say) {
    const containers = await stack.containers()
    const found = await Promise.all(
      containers.map(async ({ id, name, service }) => ({ name, service, uid: await stack.userOf(id) })),
    )
    const asRoot = found.filter(({ uid }) => uid === 0).map(({ name }) => name)
    expectThat(asRoot.length === 0, `as root: ${asRoot.join(', ')}`)
    say([...new Set(found.map(({ service, uid }) => `${service} as ${uid}`))].join(', '))
  },
}
