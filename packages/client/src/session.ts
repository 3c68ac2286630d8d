import { fail, ok, person as personSchema, type Person, type Result } from '@parley/protocol'
import type { Rest } from './connection/rest'

interface Session {
  restore: () => Promise<Result<Person | null>>
  joinAsGuest: (name: string) => Promise<Result<Person>>
  signOut: () => Promise<void>
}

/** A browser may silently refuse the cookie: then the next request has no session. */
export async function checkCookie(rest: Rest, person: Person): Promise<Result<Person>> {
  const known = await rest.get('/me', personSchema)
  const isNobody = known.ok ? known.value.id !== person.id : known.failure.code === 'not-signed-in'
  return isNobody ? fail('no-cookie') : ok(person)
}

/** Who one is. `become` is told of every answer, before the caller gets it. */
export function createSession({
  rest,
  become,
}: {
  rest: Rest
  become: (person: Person | null) => Promise<void>
}): Session {
  async function restore(): Promise<Result<Person | null>> {
    const answer = await rest.get('/me', personSchema)
    if (!answer.ok && answer.failure.code !== 'not-signed-in') return answer
    const person = answer.ok ? answer.value : null
    await become(person)
    return ok(person)
  }

  async function joinAsGuest(name: string): Promise<Result<Person>> {
    const answer = await rest.post('/guests', { name }, personSchema)
    if (!answer.ok) return answer
    const entered = await checkCookie(rest, answer.value)
    if (entered.ok) await become(entered.value)
    return entered
  }

  // Deletes the local data first: a person who leaves wants nothing of theirs on this screen, even if the server is down.
  // (Then the session itself ends when it expires.)
  async function signOut(): Promise<void> {
    await become(null)
    await rest.post('/sign-out', {}, null)
  }

  return { restore, joinAsGuest, signOut }
}
