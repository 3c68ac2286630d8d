import { accountLimits } from '@parley/protocol/accounts'
import { expect, test } from 'vitest'
import { createPersonSessions } from './person-sessions'

const MOST = accountLimits.sessionsPerPerson
const idsOf = (count: number) => Array.from({ length: count }, (_, i) => `s${i + 1}`)
const STARTED = { person: { id: 'ada', name: 'Ada', isGuest: false }, headers: new Headers() }

/** Ada has this many sessions, the newest first. */
function makeSessions(count: number) {
  const happened: unknown[] = []
  const personSessions = createPersonSessions({
    auth: {
      startSession: async (...start: unknown[]) => (happened.push(['start', ...start]), STARTED),
    },
    sessions: {
      ofPerson: async () => idsOf(count).map((id) => ({ id, createdAt: new Date(0), userAgent: null })),
      async endOthers(personId: string, keep: string[]) {
        happened.push(['end others', personId, keep])
        return idsOf(count).filter((id) => !keep.includes(id))
      },
    },
    revoke: (revoked) => happened.push(['revoke', revoked]),
  })
  return { personSessions, happened }
}
const revoked = (...ids: string[]) => ids.map((sessionId) => ['revoke', { personId: 'ada', sessionId }])

test.each([
  [MOST, []],
  [MOST + 2, [['end others', 'ada', idsOf(MOST)], ...revoked(`s${MOST + 1}`, `s${MOST + 2}`)]],
])('of %i sessions the oldest beyond the most end with a new one', async (count, ended) => {
  const { personSessions, happened } = makeSessions(count)
  expect(await personSessions.start('ada', 'phone')).toBe(STARTED)
  expect(happened).toEqual([['start', 'ada', 'phone'], ...ended])
})

test('sessions that end lose their sockets', async () => {
  const { personSessions, happened } = makeSessions(3)
  await personSessions.endOthers('ada', ['s2'])
  expect(happened).toEqual([['end others', 'ada', ['s2']], ...revoked('s1', 's3')])
})
