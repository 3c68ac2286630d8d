import type { OutboxSharing } from './outbox-store'

/** Whether this page may send now. */
export interface SendingTurn {
  isMine: () => boolean
  /** There may be something to send now, or nothing any longer. */
  consider: (personId: string) => void
  /** Gives it back at once, or asks no longer. */
  giveBack: () => void
}

/**
 * Held only while there is something to send and a connection to send it by: a tab without one must not hold up the
 * others. `prepare` runs first in each turn, so that it begins with what the other tabs left.
 */
export function createSendingTurn({
  sharing,
  hasWork,
  whenWritten,
  prepare,
  onTurn,
}: {
  sharing: OutboxSharing | undefined
  hasWork: () => boolean
  whenWritten: () => Promise<unknown>
  prepare: () => Promise<void>
  onTurn: () => void
}): SendingTurn {
  if (!sharing) return { isMine: () => true, consider: () => undefined, giveBack: () => undefined }
  const { takeTurn } = sharing
  let isMine = false
  let giveUp: (() => void) | null = null

  function consider(personId: string): void {
    if (!hasWork()) void giveBackSoon()
    else if (!giveUp) ask(personId)
  }

  function ask(personId: string): void {
    const own = takeTurn(personId, () => {
      void prepare().then(() => {
        if (giveUp !== own) return
        isMine = true
        onTurn()
      })
    })
    giveUp = own
  }

  // What was acknowledged leaves the store first: the next page must not find it there.
  async function giveBackSoon(): Promise<void> {
    await Promise.resolve() // whoever changed the outbox writes that down in the same breath
    await whenWritten()
    if (!hasWork()) giveBack()
  }

  function giveBack(): void {
    isMine = false
    giveUp?.()
    giveUp = null
  }

  return { isMine: () => isMine, consider, giveBack }
}
