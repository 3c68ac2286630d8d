import type { Timeline } from '@parley/client'

/** Pages loaded to reach the first unread message; with more unread messages the view begins at the oldest loaded one. */
const PAGES_AT_MOST = 10

/** The first unread message is older than the loaded ones. A person who never read anything here begins at the end. */
export function hasUnreadGap(timeline: Timeline, readSeq: number): boolean {
  const first = timeline.messages[0]?.seq ?? 0 // own unsent messages stand last
  return timeline.status === 'ready' && timeline.hasOlder && readSeq > 0 && first > readSeq
}

/** Loads pages until the first unread message is there, or no page comes, or the limit is reached. */
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
