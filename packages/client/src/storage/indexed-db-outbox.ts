/// <reference lib="dom" />
import { v7 as newPageId } from 'uuid'
import type { PersonId } from '@parley/protocol'
import { openEntries } from './indexed-db-entries'
import {
  createMemoryOutboxStore,
  type OldEntry,
  type OutboxEntry,
  type OutboxStore,
  type StoredEntry,
} from '../outbox/outbox-store'
import { createTabSharing } from './tab-sharing'

export interface IndexedDbOutboxOptions {
  /** Called when first needed: where storage is denied, even reading the property may throw. */
  indexedDb?: () => IDBFactory
  /** Default: the page's own. If a page has none, each tab sends, and servers drop repeats. */
  locks?: Pick<LockManager, 'request'> | undefined
  databaseName?: string
  now?: () => number
}

/**
 * Keeps unsent messages on this device, over reloads and days, and shares them with the other tabs of the same person.
 * Entries that the database refuses (denied, full, broken) are kept in memory instead: `isLasting` is then false.
 */
export function createIndexedDbOutboxStore({
  indexedDb = () => globalThis.indexedDB,
  locks = globalThis.navigator?.locks,
  databaseName = 'parley-outbox',
  now = Date.now,
}: IndexedDbOutboxOptions = {}): OutboxStore {
  const pageId = newPageId()
  const entries = openEntries(indexedDb, databaseName)
  const refused = createMemoryOutboxStore()
  let isRefusing = false
  let hasWorked = false
  let hasTidied = false

  /** The database's answer; undefined when there is none. */
  async function attempt<T>(act: Promise<T>): Promise<{ value: T } | undefined> {
    try {
      const value = await act
      hasWorked = true
      return { value }
    } catch {
      return undefined // the caller continues in memory, and isLasting reports it
    }
  }

  async function load(personId: PersonId): Promise<readonly (StoredEntry | OldEntry)[]> {
    const inMemory = await refused.load(personId)
    const found = await attempt(entries.load(personId))
    isRefusing = !found || inMemory.length > 0
    // The database worked before: its entries are not gone, and must not be treated as gone.
    if (!found && hasWorked) throw new Error('The outbox cannot be read now.')
    if (found) tidy(personId)
    const newer = new Map(inMemory.map((entry) => [entry.id, entry]))
    const stored = (found?.value ?? []).map(({ id, entry, pageId: by }) => {
      const replaced = newer.get(id)
      newer.delete(id)
      return replaced ?? { ...entry, isByOther: by !== pageId }
    })
    return [...stored, ...newer.values()]
  }

  /** Once for each page is enough; a failure does no harm. */
  function tidy(personId: PersonId): void {
    if (hasTidied) return
    hasTidied = true
    void attempt(entries.deleteAbandoned(personId, now()))
  }

  async function put(personId: PersonId, entry: OutboxEntry): Promise<void> {
    const before = await refused.load(personId)
    // Messages after one that only memory has stay in memory, too: this keeps the order of writing.
    const follows = before.length > 0 && !before.some(({ id }) => id === entry.id)
    const row = { personId, id: entry.id, pageId, entry }
    const isStored = !follows && (await attempt(entries.put(row))) !== undefined
    if (isStored) await refused.remove(personId, entry.id)
    else await refused.put(personId, entry)
    isRefusing = !isStored || before.some(({ id }) => id !== entry.id)
  }

  async function remove(personId: PersonId, id: string): Promise<void> {
    await refused.remove(personId, id)
    const isRemoved = await attempt(entries.remove(personId, id))
    isRefusing = !isRemoved || (await refused.load(personId)).length > 0
  }

  async function clear(personId: PersonId): Promise<void> {
    await refused.clear(personId)
    isRefusing = !(await attempt(entries.clear(personId)))
  }

  return { load, put, remove, clear, isLasting: () => !isRefusing, sharing: createTabSharing(locks) }
}
