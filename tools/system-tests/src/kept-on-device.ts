// Parley's data in a browser, read like a stranger with the device would.
import { type Page, expect as see } from '@playwright/test'
import { TIMEOUT } from '@parley/testkit/browser'

const readAll = (database: string, table: string) => `new Promise((resolve) => {
  const opening = indexedDB.open('${database}')
  opening.onsuccess = () => {
    const database = opening.result
    if (!database.objectStoreNames.contains('${table}')) return resolve('[]')
    const reading = database.transaction('${table}').objectStore('${table}').getAll()
    reading.onsuccess = () => {
      database.close()
      resolve(JSON.stringify(reading.result))
    }
  }
})`

/** The unsent messages, as JSON. */
export const outboxOf = (page: Page) => page.evaluate<string>(readAll('parley-outbox', 'entries'))

/** The rooms with their last messages, as JSON. */
export const roomsOf = (page: Page) => page.evaluate<string>(readAll('parley-rooms', 'rooms'))

/** A message is on the screen at once, on the disk a moment later: only then it survives the page. */
export async function seeAllKept(
  page: Page,
  texts: readonly string[],
  read: (page: Page) => Promise<string> = outboxOf,
): Promise<void> {
  const missing = async () => {
    const kept = await read(page)
    return texts.filter((text) => !kept.includes(`"${text}"`))
  }
  await see.poll(missing, TIMEOUT).toEqual([])
}

/** Waits until the page with all its files, and a room, are kept: from then on it opens without a network. */
export async function seePageKept(page: Page): Promise<void> {
  const isKept = () =>
    page.evaluate<boolean>(
      "(async () => navigator.serviceWorker.controller !== null && (await caches.match('/rooms', { ignoreVary: true })) !== undefined)()",
    )
  await see.poll(isKept, TIMEOUT).toBe(true)
  await see.poll(async () => JSON.parse(await roomsOf(page)) as unknown[], TIMEOUT).not.toEqual([])
}

/** The names of all data that a browser keeps for Parley, in each of its stores. */
export async function keysOnDevice(page: Page): Promise<Record<string, string[]>> {
  const names = `(async () => {
    const rows = {}
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise((resolve) => {
        const opening = indexedDB.open(name)
        opening.onsuccess = () => resolve(opening.result)
      })
      for (const table of database.objectStoreNames) {
        rows[name + '/' + table] = await new Promise((resolve) => {
          const reading = database.transaction(table).objectStore(table).getAllKeys()
          reading.onsuccess = () => resolve(reading.result.map(String))
        })
      }
      database.close()
    }
    const cached = []
    for (const name of await caches.keys())
      for (const { url } of await (await caches.open(name)).keys()) cached.push(new URL(url).pathname)
    return { local: Object.keys(localStorage), session: Object.keys(sessionStorage), rows: Object.entries(rows).flatMap(([table, keys]) => keys.map((key) => table + '/' + key)), cached }
  })()`
  return page.evaluate<Record<string, string[]>>(names)
}
