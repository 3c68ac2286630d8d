import { createHash, randomBytes } from 'node:crypto'

/** 256 bits: nobody guesses a link, so its hash needs no salt. */
const BYTES = 32

export function makeLinkToken(): string {
  return randomBytes(BYTES).toString('base64url')
}

/** PostgreSQL's form of a link. */
export function hashLinkToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
