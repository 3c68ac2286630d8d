const RELOADED_AT = 'parley:reloaded-at'
/** A reload that did not help is not repeated for this long. Milliseconds. */
const ONCE_IN_MS = 60_000

/** The code that a page needs is gone: the site was rebuilt since the page was opened. */
export function isMissingCode(error: unknown): boolean {
  const { name, message } = (error ?? {}) as { name?: unknown; message?: unknown }
  return (
    name === 'ChunkLoadError' || /failed to (load chunk|fetch dynamically imported)/i.test(String(message))
  )
}

/**
 * Whether to reload the page by itself: once, and only if nothing is lost. Drafts and unsent messages are on the device;
 * if it cannot keep them (`keepsUnsent`), the person decides.
 */
export function mayReload({
  keepsUnsent,
  storage,
  now,
}: {
  keepsUnsent: boolean
  storage: () => Pick<Storage, 'getItem' | 'setItem'>
  now: number
}): boolean {
  if (!keepsUnsent) return false
  try {
    if (now - Number(storage().getItem(RELOADED_AT) ?? 0) < ONCE_IN_MS) return false
    storage().setItem(RELOADED_AT, String(now))
    return true
  } catch {
    return false // nothing would end a loop
  }
}
