import type { AccountApi } from '@parley/client'
import { failure, type Person, type Result } from '@parley/protocol'
import type { Passkey } from '@parley/protocol/accounts'
import { describeBrowser } from './describe-browser'

export function canUsePasskeys(): boolean {
  return typeof window !== 'undefined' && 'PublicKeyCredential' in window
}

/** The browser asks where to keep it. */
export async function addPasskey(
  account: AccountApi,
  password: string | undefined,
): Promise<Result<Passkey>> {
  const begun = await account.beginPasskey(password)
  if (!begun.ok) return begun
  const { startRegistration } = await import('@simplewebauthn/browser')
  const made = await startRegistration({ optionsJSON: begun.value as never }).catch(() => null)
  if (!made) return nothing
  return account.addPasskey({ name: describeBrowser(navigator.userAgent), response: { ...made } })
}

/** The browser asks which one. */
export async function signInWithPasskey(account: AccountApi): Promise<Result<Person>> {
  const begun = await account.beginPasskeySignIn()
  if (!begun.ok) return begun
  const { startAuthentication } = await import('@simplewebauthn/browser')
  const signed = await startAuthentication({ optionsJSON: begun.value as never }).catch(() => null)
  return signed ? account.signInWithPasskey({ ...signed }) : nothing
}

/** The person closed the browser's window, or it has no passkey for this site; it does not say which. */
const nothing = {
  ok: false as const,
  failure: { ...failure('wrong-passkey'), say: 'The browser gave no passkey. Try again.' },
}
