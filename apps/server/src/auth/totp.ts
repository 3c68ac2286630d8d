import { Secret, TOTP } from 'otpauth'

const STEP_MS = 30_000
/** Clocks differ, and people type slowly: the code before and the code after count, too. */
const WINDOW_STEPS = 1

export function makeTotpSecret(): string {
  return new Secret({ size: 20 }).base32
}

/** For a QR code. `label`: how the app names the account. */
export function totpUri(secret: string, label: string, issuer: string): string {
  return new TOTP({ secret, label, issuer }).toString()
}

/** The time step whose code this is; null when it is the code of none. */
export function stepOfCode(code: string, secret: string, nowMs: number): number | null {
  const token = code.replaceAll(' ', '')
  if (!/^[0-9]{6}$/.test(token)) return null
  const delta = new TOTP({ secret }).validate({ token, timestamp: nowMs, window: WINDOW_STEPS })
  return delta === null ? null : Math.floor(nowMs / STEP_MS) + delta
}
