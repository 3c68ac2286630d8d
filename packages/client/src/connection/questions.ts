import type { Socket } from 'socket.io-client'
import type { ClientEvent, ClientInput, ClientOutput } from '@parley/protocol'
import { readAnswer, type Answer } from './answer'

/** After this time without an answer the result is unknown. Milliseconds. Servers answer within 10 s or refuse. */
const ACK_TIMEOUT_MS = 10_000

/** Requests to a server that have no answer yet. */
export interface Questions {
  /** Without a socket the request stays unanswered. */
  ask: <E extends ClientEvent>(
    event: E,
    input: ClientInput<E>,
    by: Socket | null,
  ) => Promise<Answer<ClientOutput<E>>>
  areOpen: () => boolean
  /** Leaves all pending requests unanswered. */
  giveUp: () => void
}

export function createQuestions({ onNoneOpen }: { onNoneOpen: () => void }): Questions {
  const open = new Set<() => void>()

  function ask(event: string, input: unknown, by: Socket | null): Promise<Answer<never>> {
    if (!by) return Promise.resolve({ kind: 'unanswered' })
    return new Promise((resolve) => {
      const answer = (given: Answer<never>) => {
        open.delete(giveUp)
        resolve(given)
        if (open.size === 0) onNoneOpen()
      }
      const giveUp = () => answer({ kind: 'unanswered' })
      open.add(giveUp)
      by.timeout(ACK_TIMEOUT_MS).emit(event, input, (error: unknown, raw: unknown) => {
        if (!open.has(giveUp)) return
        if (error) giveUp()
        else answer(readAnswer(event as never, raw))
      })
    })
  }

  return {
    ask,
    areOpen: () => open.size > 0,
    giveUp() {
      for (const giveUp of [...open]) giveUp()
    },
  }
}
