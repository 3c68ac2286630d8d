import { useConnection, useParley, usePerson } from '@parley/client/react'
import type { Failure, Person, Result } from '@parley/protocol'
import { useEffect, useState } from 'react'

export type Session =
  | { kind: 'unknown' }
  | { kind: 'nobody' }
  | { kind: 'failed'; failure: Failure }
  | { kind: 'person'; person: Person }
  /** Elsewhere: this tab shows nothing and writes nothing any longer. */
  | { kind: 'signed out'; where: 'tab' | 'device' }

/** The signed-in person: loaded once, then kept by the SDK. A known person is connected, and their rooms load. */
export function useSession() {
  const parley = useParley()
  const person = usePerson()
  const [answer, setAnswer] = useState<Result<Person | null> | null>(null)
  const [ended, setEnded] = useState<'here' | 'tab' | null>(null)
  const connection = useConnection()
  const wasSignedOut = !person && connection.kind === 'refused' && connection.failure.code === 'not-signed-in'

  useEffect(() => {
    if (person) {
      parley.connect()
      void parley.loadRooms()
    }
  }, [parley, person])

  useEffect(() => {
    if (person || answer || wasSignedOut || ended) return
    let isWanted = true
    void parley.restore().then((result) => {
      if (isWanted) setAnswer(result)
    })
    return () => {
      isWanted = false
    }
  }, [parley, person, answer, wasSignedOut, ended])

  return {
    session: endOf(ended ?? (wasSignedOut ? 'device' : null)) ?? sessionOf(person, answer),
    tryAgain: () => setAnswer(null),
    /** Called at sign-out: until the page is left nobody joins on it. */
    forget: () => setEnded('here'),
    end: () => {
      setEnded('tab')
      parley.close()
    },
  }
}

function endOf(where: 'here' | 'tab' | 'device' | null): Session | null {
  if (where === 'here') return { kind: 'unknown' }
  return where && { kind: 'signed out', where }
}

function sessionOf(person: Person | null, answer: Result<Person | null> | null): Session {
  if (person) return { kind: 'person', person }
  if (!answer) return { kind: 'unknown' }
  if (!answer.ok) return { kind: 'failed', failure: answer.failure }
  // The answer's person reaches the SDK's state a moment later.
  return answer.value ? { kind: 'unknown' } : { kind: 'nobody' }
}
