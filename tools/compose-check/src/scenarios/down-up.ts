import { expectThat } from '../expect'
import { expectNothingLost, joinThrough, leaveAll } from '../people'
import type { Scenario } from './scenario'

export const downUp: Scenario = {
  name: 'down-up',
  shows: '`down` and `up` keeps all messages, and users stay signed in',
  async run(stack, say) {
    const people = await joinThrough(stack, 3, 'Lasting')
    try {
      for (const person of people) person.say(`${person.name} will still be here`)
      await expectNothingLost(stack, people)
      await stack.compose(['down', '-t', '40'])
      say('down; up again')
      await stack.up()
      // The same clients: their sessions, outboxes and timelines outlived every container.
      for (const person of people) person.say(`${person.name} is still here`)
      await expectNothingLost(stack, people, { renumbered: true })
      const restored = await people[0]?.parley.restore()
      expectThat(!!restored?.ok && restored.value !== null, 'a session did not outlive `down` and `up`')
    } finally {
      leaveAll(people)
    }
  },
}
