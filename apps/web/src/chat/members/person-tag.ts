import type { PersonId } from '@parley/protocol'
import { hash } from './person-hue'

export interface SharedNames {
  readonly idsByName: ReadonlyMap<string, ReadonlySet<string>>
  /** A short tag for each person who shares a name, by id. */
  readonly tags: ReadonlyMap<string, string>
}

interface Named {
  id: string
  name: string
}

/**
 * A short tag for each person who shares a name, by id; nobody else needs one. It comes from the id, so it is the same on
 * every device.
 */
export function tagsOf(people: Iterable<Named>): ReadonlyMap<string, string> {
  const idsByName = new Map<string, Set<string>>()
  for (const { id, name } of people) {
    const key = name.toLowerCase()
    idsByName.set(key, (idsByName.get(key) ?? new Set()).add(id))
  }
  return tagsIn(idsByName)
}

/** The known names and those of these authors. Returns the same object if no author is new. */
export function sharedNames(before: SharedNames | null, added: readonly { author: Named }[]): SharedNames {
  const known = before?.idsByName
  const isNew = ({ author }: { author: Named }) => !known?.get(author.name.toLowerCase())?.has(author.id)
  const news = added.filter(isNew)
  if (before && news.length === 0) return before
  const idsByName = new Map([...(known ?? [])].map(([name, ids]) => [name, new Set(ids)]))
  for (const { author } of news) {
    const key = author.name.toLowerCase()
    idsByName.set(key, (idsByName.get(key) ?? new Set()).add(author.id))
  }
  const tags = tagsIn(idsByName)
  const isSame = before?.tags.size === tags.size
  return { idsByName, tags: before && isSame ? before.tags : tags }
}

function tagsIn(idsByName: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, string> {
  const shared = [...idsByName.values()].filter((ids) => ids.size > 1)
  return new Map(shared.flatMap((ids) => [...ids].map((id) => [id, tagOf(id)])))
}

function tagOf(personId: PersonId): string {
  return hash(personId).toString(36).padStart(4, '0').slice(-4)
}
