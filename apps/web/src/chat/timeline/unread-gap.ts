import type { Timeline } from '@parley/client'

/** Pages that are loaded to reach the first unread message; whoever missed more begins with the oldest of them. */
const PAGES_AT_MOST = 10

/** The first unread message is further up than what is loaded. Whoever never read anything here begins at the end. */
export function hasUnreadGap(timeline: Timeline, readSeq: number): boolean {
  const first = timeline.messages[0]?.seq ?? 0 // one's own unsent ones stand last
  return timeline.status === 'ready' && timeline.hasOlder && readSeq > 0 && first > readSeq
}

/** Loads page after page until the first unread message is there, or no page comes, or it was enough. */
export async function closeUnreadGap({
  hasGap,
  firstId,
  loadOlder,
}: {
  hasGap: () => boolean
  firstId: () => string | undefined
  loadOlder: () => Promise<void>
}): Promise<void> {
  for (let page = 0; page < PAGES_AT_MOST && hasGap(); page++) {
    const before = firstId()
    await loadOlder()
    if (firstId() === before) return
  }
}
