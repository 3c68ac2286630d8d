const PREFIX = 'parley:draft:'

/** What was being written in a room. Storage may be refused (private windows, full disks): a draft is then only on the page. */
export function readDraft(roomId: string): string {
  try {
    return window.localStorage.getItem(PREFIX + roomId) ?? ''
  } catch {
    return ''
  }
}

export function writeDraft(roomId: string, body: string): void {
  try {
    if (body) window.localStorage.setItem(PREFIX + roomId, body)
    else window.localStorage.removeItem(PREFIX + roomId)
  } catch {
    // Not kept over a reload; nothing else depends on it.
  }
}

/** Drafts belong to the person who wrote them: they go when that person signs out. */
export function forgetDrafts(): void {
  try {
    const keys = Object.keys(window.localStorage).filter((key) => key.startsWith(PREFIX))
    for (const key of keys) window.localStorage.removeItem(key)
  } catch {
    // Nothing was kept where nothing can be read.
  }
}
