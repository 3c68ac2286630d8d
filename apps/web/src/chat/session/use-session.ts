import { useParley, usePerson } from '@parley/client/react'
import type { Failure, Person, Result } from '@parley/protocol'
import { useEffect, useState } from 'react'

export type Session =
  | { kind: 'unknown' }
  | { kind: 'nobody' }
  | { kind: 'failed'; failure: Failure }
  | { kind: 'person'; person: Person }
  /** In another tab: this one shows nothing and writes nothing any longer. */
  | { kind: 'signed out' }

/** Who is here: asked once, then kept by the SDK. Whoever is known is connected and has their rooms loaded. */
export function useSession() {
  const parley = useParley()
  const person = usePerson()
  const [answer, setAnswer] = useState<Result<Person | null> | null>(null)
  const [isOver, setOver] = useState(false)

  useEffect(() => {
    if (person) {
      parley.connect()
      void parley.loadRooms()
    }
  }, [parley, person])

  useEffect(() => {
    if (person || answer) return
    let isWanted = true
    void parley.restore().then((result) => {
      if (isWanted) setAnswer(result)
    })
    return () => {
      isWanted = false
    }
  }, [parley, person, answer])

  return {
    session: isOver ? ({ kind: 'signed out' } as const) : sessionOf(person, answer),
    tryAgain: () => setAnswer(null),
    /** Called while signing out: who is gone then is not asked for again. */
    forget: () => setAnswer({ ok: true, value: null }),
    end: () => {
      setOver(true)
      parley.close()
    },
  }
}

function sessionOf(person: Person | null, answer: Result<Person | null> | null): Session {
  if (person) return { kind: 'person', person }
  if (!answer) return { kind: 'unknown' }
  if (!answer.ok) return { kind: 'failed', failure: answer.failure }
  // A person in the answer stands in the SDK's state a moment later.
  return answer.value ? { kind: 'unknown' } : { kind: 'nobody' }
}
