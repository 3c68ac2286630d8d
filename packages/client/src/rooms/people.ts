// Whether an author is a guest stands in no message: each is asked for once, many at a time.
import { limits, peopleList } from '@parley/protocol'
import type { Rest } from '../connection/rest'
import type { ParleyState } from '../state'
import type { Store } from '../store'

/** The first message of somebody new comes to everybody in the room at once: they ask spread over this time. */
const NEWCOMER_SPREAD_MS = 2_000

interface People {
  /** Those that were not asked for yet stand in the state soon. */
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
    lookUp([]) // what is left
    const query = new URLSearchParams(ids.map((id) => ['id', id]))
    const answer = await rest.get(`/people?${query.toString()}`, peopleList)
    if (of !== asked) return // of somebody who has signed out
    if (!answer.ok) return ids.forEach((id) => asked.delete(id)) // the next look-up asks again
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
