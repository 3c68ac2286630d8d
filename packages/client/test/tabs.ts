// The parts of a browser that all tabs of one origin share: a database and locks. Node has its own channels between tabs.
import { IDBFactory } from 'fake-indexeddb'
import { createIndexedDbOutboxStore, createIndexedDbSnapshotStore } from '../src/index'

export function createBrowserProfile() {
  const indexedDb = new IDBFactory()
  const locks = createLocks()
  return {
    indexedDb,
    locks,
    openTab: () => createIndexedDbOutboxStore({ indexedDb: () => indexedDb, locks }),
    openSnapshots: () => createIndexedDbSnapshotStore({ indexedDb: () => indexedDb }),
  }
}

/** One after the other for each name, like Web Locks. */
function createLocks() {
  const tails = new Map<string, Promise<unknown>>()
  function request(name: string, hold: () => Promise<void>): Promise<void> {
    const turn = (tails.get(name) ?? Promise.resolve()).then(hold)
    tails.set(name, turn)
    return turn
  }
  return { request } as unknown as Pick<LockManager, 'request'>
}
