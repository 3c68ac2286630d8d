// Messages do not tell whether their author is a guest: each author is looked up once, many at a time. Events tell of later
// changes.
import { limits, peopleList, type Person } from '@parley/protocol'
import type { Rest } from '../connection/rest'
import type { ParleyState } from '../state'
import type { Store } from '../store'

/**
 * The first message of a new person reaches all clients in the room at once: they ask at random moments within this time.
 * Milliseconds.
 */
const NEWCOMER_SPREAD_MS = 2_000

/** All clients of a dead server come back at once: they ask again at random moments within this time. Milliseconds. */
const REFRESH_SPREAD_MS = 10_000

interface People {
  /** Looks up new ids; the people are soon in the state. */
  lookUp: (ids: Iterable<string>) => void
  /** An event told of these people. */
  changed: (news: { people: readonly Person[] }) => void
  /** Another answer has these people: it may be newer than an event that got lost. */
  read: (people: readonly Person[]) => void
  /** Looks up the known people again: changes may have been missed. */
  refreshSoon: () => void
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
  let refresh: ReturnType<typeof setTimeout> | undefined

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
    put(answer.value.people)
  }

  function put(people: readonly Person[]): void {
    const found = Object.fromEntries(people.map((person) => [person.id, person]))
    store.set({ people: { ...store.get().people, ...found } })
  }

  function read(people: readonly Person[]): void {
    const { people: known } = store.get()
    const news = people.filter(({ id, name, isGuest }) => {
      const before = known[id]
      return before && (before.name !== name || before.isGuest !== isGuest)
    })
    if (news.length > 0) put(news)
  }

  function refreshSoon(): void {
    refresh ??= setTimeout(() => {
      refresh = undefined
      const ids = Object.keys(store.get().people)
      for (const id of ids) asked.delete(id)
      lookUp(ids)
    }, random() * REFRESH_SPREAD_MS)
  }

  function clear(): void {
    clearTimeout(timer)
    clearTimeout(refresh)
    timer = undefined
    refresh = undefined
    asked = new Set()
    next = []
    store.set({ people: {} })
  }

  return { lookUp, changed: ({ people }) => put(people), read, refreshSoon, clear }
}
