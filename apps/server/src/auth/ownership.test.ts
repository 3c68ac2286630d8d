import { fail, ok } from '@parley/protocol'
import { accountLimits } from '@parley/protocol/accounts'
import { expect, test } from 'vitest'
import type { User } from '../socket/socket-types'
import { hashLinkToken, makeLinkToken } from './link-token'
import { createOwnership } from './ownership'

const ADA: User = { id: 'ada', name: 'Ada', isGuest: false, sessionId: 's1', sessionToken: 't1' }
const STARTED = { person: { id: 'bo', name: 'Bo', isGuest: false }, headers: new Headers() }
const HOUR_MS = 3_600_000

interface World {
  taken?: string
  role?: string | null
  isKnown?: boolean
  recovered?: string | null
}

function makeOwnership({ taken = 'taken', role = 'owner', isKnown = true, recovered = 'bo' }: World = {}) {
  const happened: unknown[] = []
  const ownership = createOwnership({
    auth: { hashPassword: async (password: string) => `hash of ${password}` },
    accounts: { role: async () => role },
    links: {
      takeOwnership: async (...take: unknown[]) => (happened.push(['take', ...take]), taken),
      offerRecovery: async (offer: object) => (happened.push(['offer', offer]), isKnown),
      recover: async (recovery: object) => (happened.push(['recover', recovery]), recovered),
    },
    personSessions: {
      start: async (...start: unknown[]) => (happened.push(['start', ...start]), STARTED),
      endOthers: async (...end: unknown[]) => void happened.push(['end others', ...end]),
    },
    publicUrl: 'https://chat.example/',
    clock: () => 5,
  } as never)
  return { ownership, happened }
}

test('a link is guessed by nobody, and PostgreSQL knows only its hash', () => {
  const tokens = [makeLinkToken(), makeLinkToken()]
  expect(new Set(tokens).size).toBe(2)
  for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/)
  expect(hashLinkToken('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0')
})

test.each([
  ['taken', ok(null)],
  ['link-used', fail('link-used')],
])('the link of the log: %s', async (taken, result) => {
  const { ownership, happened } = makeOwnership({ taken })
  expect(await ownership.take(ADA, 'token')).toEqual(result)
  expect(happened).toEqual([['take', 'ada', hashLinkToken('token')]])
})

test('an owner makes a link for somebody who has lost their password', async () => {
  const { ownership, happened } = makeOwnership()
  const made = await ownership.makeRecoveryLink(ADA, ' BO ')
  if (!made.ok) throw new Error(made.failure.code)
  const { link, expiresAt } = made.value
  const [page, token = ''] = link.split('#')
  expect([page, expiresAt]).toEqual([
    'https://chat.example/recover',
    5 + accountLimits.recoveryLinkHours * HOUR_MS,
  ])
  const offer = { hash: hashLinkToken(token), expiresAt: new Date(expiresAt), userName: 'bo' }
  expect(happened).toEqual([['offer', offer]])
})

test.each([
  [{ role: null }, 'not-the-owner', 0],
  [{ isKnown: false }, 'no-such-account', 1],
] as const)('no link where %j', async (world, code, offers) => {
  const { ownership, happened } = makeOwnership(world)
  expect(await ownership.makeRecoveryLink(ADA, 'bo')).toEqual(fail(code))
  expect(happened).toHaveLength(offers)
})

test('a link sets a new password, ends all sessions and signs in, once', async () => {
  const recovery = ['recover', { hash: hashLinkToken('token'), passwordHash: 'hash of new' }]
  const { ownership, happened } = makeOwnership()
  const asked = { token: 'token', password: 'new' }
  expect(await ownership.recover(asked, 'phone')).toEqual(ok(STARTED))
  expect(happened).toEqual([recovery, ['end others', 'bo', []], ['start', 'bo', 'phone']])
  const used = makeOwnership({ recovered: null })
  expect(await used.ownership.recover(asked, 'phone')).toEqual(fail('link-used'))
  expect(used.happened).toEqual([recovery])
})
