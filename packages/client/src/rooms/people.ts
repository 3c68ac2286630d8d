// Messages do not tell whether their author is a guest: each author is looked up once, many at a time.
import { limits, peopleList } from '@parley/protocol'
import type { Rest } from '../connection/rest'
import type { ParleyState } from '../state'
import type { Store } from '../store'

/**
 * The first message of a new person reaches all clients in the room at once: they ask at random moments within this time.
 * Milliseconds.
 */
const NEWCOMER_SPREAD_MS = 2_000

interface People {
  /** Looks up new ids; the people are soon in the state. */
  lookUp: (ids: Iterable<string>) => void
  clear: () => void
}

export function createPeople({
  rest,
  store,
  random,
}: {
  rest: Pick<Rest, 'get'>
  store: Store<ParleyState>
  random: () => number
}): People {
  let asked = new Set<string>()
  let next: string[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  function lookUp(ids: Iterable<string>): void {
    for (const id of ids) {
      if (asked.has(id)) continue
      asked.add(id)
      next.push(id)
    }
    if (next.length > 0)
      timer ??= setTimeout(() => void ask(), next.length > 1 ? 0 : random() * NEWCOMER_SPREAD_MS)
  }

  async function ask(): Promise<void> {
    timer = undefined
    const of = asked
    const ids = next.splice(0, limits.peoplePerLookUp)
    lookUp([]) // the rest
    const query = new URLSearchParams(ids.map((id) => ['id', id]))
    const answer = await rest.get(`/people?${query.toString()}`, peopleList)
    if (of !== asked) return // of a person who has signed out
    if (!answer.ok) return ids.forEach((id) => asked.delete(id)) // the next lookup asks again
    const found = Object.fromEntries(answer.value.people.map((person) => [person.id, person]))
    store.set({ people: { ...store.get().people, ...found } })
  }

  function clear(): void {
    clearTimeout(timer)
    timer = undefined
    asked = new Set()
    next = []
    store.set({ people: {} })
  }

  return { lookUp, clear }
}
