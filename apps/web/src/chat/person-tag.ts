import { hash } from './person-hue'

/**
 * A short sign for each person whose name somebody else has, too, by id; nobody else needs one. It comes from the id, so it
 * is the same on every device.
 */
export function tagsOf(people: Iterable<{ id: string; name: string }>): ReadonlyMap<string, string> {
  const idsByName = new Map<string, Set<string>>()
  for (const { id, name } of people) {
    const key = name.toLowerCase()
    idsByName.set(key, (idsByName.get(key) ?? new Set()).add(id))
  }
  const shared = [...idsByName.values()].filter((ids) => ids.size > 1)
  return new Map(shared.flatMap((ids) => [...ids].map((id) => [id, tagOf(id)])))
}

function tagOf(personId: string): string {
  return hash(personId).toString(36).padStart(4, '0').slice(-4)
}
