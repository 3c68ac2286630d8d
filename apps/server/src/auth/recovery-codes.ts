import { createHmac, randomInt } from 'node:crypto'
import { limits } from '@parley/protocol'

/** Without what is read for something else: 0 and O, 1, I and L. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
/** 59 bits: nobody guesses one, at the rate that servers allow or offline. */
const LENGTH = 12

/** New codes, as people write them down: XXXX-XXXX-XXXX. */
export function makeRecoveryCodes(): string[] {
  return Array.from({ length: limits.recoveryCodes }, () => {
    const letters = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('')
    return letters.replace(/(.{4})(?=.)/g, '$1-')
  })
}

/** What PostgreSQL keeps of a code: the same for however it is typed. A copy of the database alone is of no use. */
export function hashRecoveryCode(code: string, secret: string): string {
  const typed = code.toUpperCase().replace(/[^A-Z0-9]/g, '')
  return createHmac('sha256', secret).update(`recovery-code:${typed}`).digest('base64url')
}
