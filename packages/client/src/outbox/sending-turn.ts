import type { PersonId } from '@parley/protocol'
import type { OutboxSharing } from './outbox-store'

/** Whether this page may send now. */
export interface SendingTurn {
  isMine: () => boolean
  /** Called when there may be something to send, or nothing any longer. */
  consider: (personId: PersonId) => void
  /** Gives the turn back at once, or stops waiting for it. */
  giveBack: () => void
}

/**
 * Held only while there is something to send and a connection: a tab without one must not delay the others. `prepare`
 * runs first in each turn, so that it begins with the messages that the other tabs left.
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

  function consider(personId: PersonId): void {
    if (!hasWork()) void giveBackSoon()
    else if (!giveUp) ask(personId)
  }

  function ask(personId: PersonId): void {
    const own = takeTurn(personId, () => {
      void prepare().then(() => {
        if (giveUp !== own) return
        isMine = true
        onTurn()
      })
    })
    giveUp = own
  }

  // Acknowledged messages leave the store first: the next page must not find them there.
  async function giveBackSoon(): Promise<void> {
    await Promise.resolve() // a change of the outbox is written to the store in the same turn
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
