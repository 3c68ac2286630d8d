const PREFIX = 'parley:draft'
/** Of one person. Beyond it the oldest go first. */
const MOST_DRAFTS = 200

/** Where something was being written. */
export type DraftPlace =
  `room:${string}` | `edit:${string}:${string}` | 'new-room:name' | 'new-room:topic' | 'join:name'

/** What one person wrote and did not send yet: one draft for each place, the same in all tabs. */
export interface Drafts {
  /** As it stands now, in whichever tab it was written last; '' where there is none. */
  read: (place: DraftPlace) => string
  write: (place: DraftPlace, text: string) => void
  subscribe: (place: DraftPlace, listener: () => void) => () => void
  /** From now on drafts of this person are kept; those of anybody else go. */
  begin: () => void
  /** Ends what `begin` began, in all tabs: nothing is kept any longer, and nothing can be written. */
  forget: () => void
  /** Calls `listener` when another tab forgot, or began for somebody else. */
  onForgotten: (listener: () => void) => () => void
}

/**
 * Keys name their owner, and a draft is only written while its owner's mark stands: a tab that does not know yet that its
 * person signed out writes nothing. Where storage is refused (private windows, full disks) drafts are only on the page.
 */
export function createDrafts({
  owner,
  storage,
  page = globalThis.window,
  now = Date.now,
}: {
  owner: string
  /** Asked each time: where storage is denied, even looking may throw. */
  storage: () => Storage
  /** Tells what other tabs store. */
  page?: Pick<Window, 'addEventListener' | 'removeEventListener'>
  now?: () => number
}): Drafts {
  const mark = `${PREFIX}s:${encodeURIComponent(owner)}`
  const keyOf = (place: DraftPlace) => `${mark}:${place}`
  const listeners = new Map<DraftPlace, Set<() => void>>()
  /** What storage refused. */
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
    // What was stored before must not come back as this one's beginning.
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
      // A page that the browser kept aside heard nothing meanwhile.
      page.addEventListener('pageshow', look)
      return () => {
        end()
        page.removeEventListener('pageshow', look)
      }
    },
  }
}

/** undefined where storage is refused: then nothing is kept over a reload, and nothing else depends on it. */
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

/** What another version wrote may look different: then it is no draft. */
function entryOf(stored: string | null): { text: string; at: number } {
  const entry = attempt(() => JSON.parse(stored ?? 'null') as { text?: unknown; at?: unknown } | null)
  return { text: typeof entry?.text === 'string' ? entry.text : '', at: Number(entry?.at) || 0 }
}
