import { rates } from '@parley/protocol'
import { isLoopback, networkOf } from './network'
import type { Rate } from './token-bucket'
import type { TakeShared } from './shared-buckets'

/** Null when one more try is allowed, else the milliseconds to wait. Never rejects, answers within a second. */
export interface SignInLimit {
  /** A password or a code is tried for this user name, from this address. */
  tryAccount(userName: string, address: string): Promise<number | null>
  /** Something is tried that names no account and that nobody guesses: a passkey, a link. */
  tryAddress(address: string): Promise<number | null>
  /** An account is made from this address. */
  makeAccount(address: string): Promise<number | null>
}

/**
 * Counts over all servers together. By address, against attempts on many accounts; by account and address, against
 * attempts with many passwords, so that an attacker elsewhere cannot lock a person out of their own account.
 */
export function createSignInLimit(parts: { accountsPerHour: number; take: TakeShared }): SignInLimit {
  const { accountsPerHour, take } = parts
  const making: Rate = { burst: accountsPerHour, perSecond: accountsPerHour / 3_600 }

  return {
    async tryAccount(userName, address) {
      const account = userName.trim().toLowerCase().slice(0, 64)
      const network = isLoopback(address) ? 'here' : networkOf(address)
      const waitMs = await take(`sign-in:${network}:${account}`, rates.signInOfAccount)
      if (waitMs !== null || network === 'here') return waitMs
      return take(`sign-in:${network}`, rates.signInFromAddress)
    },
    async tryAddress(address) {
      return isLoopback(address) ? null : take(`sign-in:${networkOf(address)}`, rates.signInFromAddress)
    },
    async makeAccount(address) {
      return isLoopback(address) ? null : take(`make-account:${networkOf(address)}`, making)
    },
  }
}
