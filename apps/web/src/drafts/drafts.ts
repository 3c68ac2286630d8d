const PREFIX = 'parley:draft'
/** Per person. Above it the oldest are deleted first. */
const MOST_DRAFTS = 200

/** The field that a draft belongs to. */
export type DraftPlace =
  `room:${string}` | `edit:${string}:${string}` | 'new-room:name' | 'new-room:topic' | 'join:name'

/** Unsent texts of one person: one draft for each place, the same in all tabs. */
export interface Drafts {
  /** The current text, from the tab that wrote it last; '' if there is none. */
  read: (place: DraftPlace) => string
  write: (place: DraftPlace, text: string) => void
  subscribe: (place: DraftPlace, listener: () => void) => () => void
  /** From now on drafts of this person are kept; those of any other person are deleted. */
  begin: () => void
  /** Ends `begin` in all tabs: all drafts are deleted, and none can be written. */
  forget: () => void
  /** Calls `listener` when another tab called `forget`, or `begin` for another person. */
  onForgotten: (listener: () => void) => () => void
}

/**
 * Keys name their owner, and a draft is only written while its owner's mark exists: a tab that does not yet know of a
 * sign-out writes nothing. If storage is refused (private windows, full disks), drafts exist only on the page.
 */
export function createDrafts({
  owner,
  storage,
  page = globalThis.window,
  now = Date.now,
}: {
  owner: string
  /** Called each time: where storage is denied, even reading the property may throw. */
  storage: () => Storage
  /** Reports the storage events of other tabs. */
  page?: Pick<Window, 'addEventListener' | 'removeEventListener'>
  now?: () => number
}): Drafts {
  const mark = `${PREFIX}s:${encodeURIComponent(owner)}`
  const keyOf = (place: DraftPlace) => `${mark}:${place}`
  const listeners = new Map<DraftPlace, Set<() => void>>()
  /** Drafts that storage refused. */
  const onPage = new Map<DraftPlace, string>()
  let isKeeping = false

  function read(place: DraftPlace): string {
    const unstored = onPage.get(place)
    if (unstored !== undefined) return unstored
    return attempt(() => textOf(storage().getItem(keyOf(place)))) ?? ''
  }

  function write(place: DraftPlace, text: string): void {
    onPage.delete(place)
    if (isForgotten()) return
    const isStored = attempt(() => store(place, text))
    if (!isStored && text) keepOnPage(place, text)
    for (const listener of listeners.get(place) ?? []) listener()
  }

  function store(place: DraftPlace, text: string): true {
    if (!text) storage().removeItem(keyOf(place))
    else {
      dropOldest(storage(), `${mark}:`, keyOf(place))
      storage().setItem(keyOf(place), JSON.stringify({ text, at: now() }))
    }
    return true
  }

  function keepOnPage(place: DraftPlace, text: string): void {
    onPage.set(place, text)
    // The older stored text must not come back as the beginning of this one.
    attempt(() => storage().removeItem(keyOf(place)))
  }

  function onStorage(hear: (key: string | null) => void): () => void {
    const listener = ({ key }: StorageEvent) => hear(key)
    page.addEventListener('storage', listener)
    return () => page.removeEventListener('storage', listener)
  }

  function isForgotten(): boolean {
    return isKeeping && attempt(() => storage().getItem(mark) === null) === true
  }

  return {
    read,
    write,
    subscribe(place, listener) {
      const ofPlace = listeners.get(place) ?? new Set()
      listeners.set(place, ofPlace.add(listener))
      const end = onStorage((key) => (key === null || key === keyOf(place)) && listener())
      return () => {
        ofPlace.delete(listener)
        end()
      }
    },
    begin() {
      isKeeping =
        attempt(() => {
          forgetKeys(storage(), (key) => key !== mark && !key.startsWith(`${mark}:`))
          storage().setItem(mark, String(now()))
          return true
        }) ?? false
    },
    forget() {
      onPage.clear()
      attempt(() => forgetKeys(storage(), (key) => key === mark || key.startsWith(`${mark}:`)))
    },
    onForgotten(listener) {
      const look = () => isForgotten() && listener()
      const end = onStorage((key) => (key === null || key === mark) && look())
      // A page from the back/forward cache got no events meanwhile.
      page.addEventListener('pageshow', look)
      return () => {
        end()
        page.removeEventListener('pageshow', look)
      }
    },
  }
}

/** undefined if storage refuses: then nothing survives a reload, and nothing else depends on it. */
function attempt<T>(act: () => T): T | undefined {
  try {
    return act()
  } catch {
    return undefined
  }
}

function forgetKeys(storage: Storage, isOfOthers: (key: string) => boolean): void {
  const keys = Object.keys(storage).filter((key) => key.startsWith(PREFIX) && isOfOthers(key))
  for (const key of keys) storage.removeItem(key)
}

function dropOldest(storage: Storage, prefix: string, comes: string): void {
  const keys = Object.keys(storage).filter((key) => key.startsWith(prefix) && key !== comes)
  if (keys.length < MOST_DRAFTS) return
  const byAge = keys.map((key) => ({ key, at: entryOf(storage.getItem(key)).at })).sort((a, b) => a.at - b.at)
  for (const { key } of byAge.slice(0, keys.length - MOST_DRAFTS + 1)) storage.removeItem(key)
}

function textOf(stored: string | null): string {
  return entryOf(stored).text
}

/** Another version may have written another format: then it is not a draft. */
function entryOf(stored: string | null): { text: string; at: number } {
  const entry = attempt(() => JSON.parse(stored ?? 'null') as { text?: unknown; at?: unknown } | null)
  return { text: typeof entry?.text === 'string' ? entry.text : '', at: Number(entry?.at) || 0 }
}
