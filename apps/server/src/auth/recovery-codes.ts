import { createHmac, randomInt } from 'node:crypto'
import { accountLimits } from '@parley/protocol/accounts'

/** Without characters that look alike: 0 and O, 1, I and L. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
/** 59 bits: too many to guess, at the servers' rate limit or offline. */
const LENGTH = 12

/** New codes, as people write them down: XXXX-XXXX-XXXX. */
export function makeRecoveryCodes(): string[] {
  return Array.from({ length: accountLimits.recoveryCodes }, () => {
    const letters = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('')
    return letters.replace(/(.{4})(?=.)/g, '$1-')
  })
}

/** PostgreSQL's form of a code: the same for every way to type it. A copy of the database alone is of no use. */
export function hashRecoveryCode(code: string, secret: string): string {
  const typed = code.toUpperCase().replace(/[^A-Z0-9]/g, '')
  return createHmac('sha256', secret).update(`recovery-code:${typed}`).digest('base64url')
}
