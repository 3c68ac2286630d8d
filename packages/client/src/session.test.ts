import { fail, ok, type Person, type Result } from '@parley/protocol'
import { expect, test } from 'vitest'
import type { Rest } from './connection/rest'
import { createSession } from './session'

const ADA: Person = { id: 'p-ada', name: 'Ada', isGuest: true }
const BO: Person = { id: 'p-bo', name: 'Bo', isGuest: true }

/** A session whose server gives these answers in turn. */
function makeSession(...answers: Result<unknown>[]) {
  const happened: unknown[] = []
  const answer = async (...question: unknown[]) => (happened.push(question.join(' ')), answers.shift())
  const rest = {
    get: (path: string) => answer('GET', path),
    post: (path: string, body: object) => answer('POST', path, JSON.stringify(body)),
  } as unknown as Rest
  const session = createSession({ rest, become: async (person) => void happened.push(person && person.name) })
  return { session, happened }
}

test.each([
  [ok(ADA), ok(ADA), ['GET /me', 'Ada']],
  [fail('not-signed-in'), ok(null), ['GET /me', null]],
  [fail('database-unavailable'), fail('database-unavailable'), ['GET /me']],
])('who one is: after %j', async (answer, result, expected) => {
  const { session, happened } = makeSession(answer)
  expect(await session.restore()).toEqual(result)
  expect(happened).toEqual(expected)
})

const joining = ['POST /guests {"name":"Ada"}', 'GET /me']
test.each<[title: string, answers: Result<unknown>[], result: object, expected: unknown[]]>([
  ['who joins is known with the next request', [ok(ADA), ok(ADA)], ok(ADA), [...joining, 'Ada']],
  ['the next request fails for another reason', [ok(ADA), fail('unreachable')], ok(ADA), [...joining, 'Ada']],
  ['the cookie was refused', [ok(ADA), fail('not-signed-in')], fail('no-cookie'), joining],
  ['the cookie is still another one’s', [ok(ADA), ok(BO)], fail('no-cookie'), joining],
  ['the name is refused', [fail('name-too-short')], fail('name-too-short'), joining.slice(0, 1)],
])('%s', async (_title, answers, result, expected) => {
  const { session, happened } = makeSession(...answers)
  expect(await session.joinAsGuest('Ada')).toEqual(result)
  expect(happened).toEqual(expected)
})

test('who signs out is nobody here before the server knows', async () => {
  const { session, happened } = makeSession(fail('unreachable'))
  await session.signOut()
  expect(happened).toEqual([null, 'POST /sign-out {}'])
})
