import * as z from 'zod/mini'
import { person } from './rest'
import { personName } from './rest-requests'
import { refusal, text } from './text'

/** The limits of accounts, apart from the others: a page needs them only where somebody signs in. */
export const accountLimits = {
  userNameMin: 2,
  userNameMax: 32,
  passwordMin: 8,
  passwordMax: 128,
  /** Recovery codes of an account. */
  recoveryCodes: 8,
  /** Sessions of one person; with one more the oldest ends. */
  sessionsPerPerson: 50,
  /** Passkeys of one person. */
  passkeysPerPerson: 20,
  /** Characters of a passkey's name. */
  passkeyNameMax: 60,
  /** How long a link of the owner to set a new password works. */
  recoveryLinkHours: 24,
  /** Accounts that may be made from one address in an hour, through all servers together. */
  accountsPerHour: 10,
} as const

/** The name that a person types to sign in: unique, one alphabet, no case. Other people see another name. */
const userName = z
  .pipe(
    z.string(),
    z.transform((value) => value.trim().toLowerCase()),
  )
  .check(
    z.refine((value) => value.length >= accountLimits.userNameMin, refusal('user-name-too-short')),
    z.refine((value) => value.length <= accountLimits.userNameMax, refusal('user-name-too-long')),
    z.refine((value) => /^[a-z0-9._-]*$/.test(value), refusal('user-name-letters')),
  )

/** Any characters; only the length counts. */
const password = z.string().check(
  z.refine((value) => value.length >= accountLimits.passwordMin, refusal('password-too-short')),
  z.refine((value) => value.length <= accountLimits.passwordMax, refusal('password-too-long')),
)

/** A password or a code that is compared with a stored one: the answer only says that it is wrong. */
const secret = z.string().check(z.maxLength(accountLimits.passwordMax))

/** POST /api/v1/account: the guest of this session gets an account and stays the same person. */
export const accountClaim = z.strictObject({ userName, password })

/** POST /api/v1/accounts: a new person with an account, and a session. */
export const accountCreate = z.strictObject({ name: personName, userName, password })

/** Each code sets a new password once. Only this answer has them. */
export const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) })

export const accountCreated = z.extend(recoveryCodes, { person })

/** The role of a person in the whole installation. */
const role = z.enum(['owner', 'member'])

/** GET /api/v1/account. `userName` is null for people who sign in with the provider of OIDC alone. */
export const account = z.object({
  userName: z.nullable(z.string()),
  role,
  recoveryCodesLeft: z.int(),
  hasSecondFactor: z.boolean(),
})
export type Account = z.infer<typeof account>

/** POST /api/v1/sign-in. `code`: of the authenticator app, or a recovery code; asked for with `needs-code`. */
export const signIn = z.strictObject({
  userName: z.string().check(z.maxLength(200)),
  password: secret,
  code: z.optional(secret),
})

/**
 * POST /api/v1/recover: a new password for a recovery code. All sessions end but the new one. `secondCode`: of the
 * authenticator app, or another recovery code; asked for with `needs-code`.
 */
export const recover = z.strictObject({
  userName: z.string().check(z.maxLength(200)),
  code: secret,
  secondCode: z.optional(secret),
  password,
})

/** POST /api/v1/account/password: all other sessions end. */
export const passwordChange = z.strictObject({ current: secret, password })

/** POST /api/v1/account/recovery-codes: the old ones are void. */
export const recoveryCodesRenew = z.strictObject({ password: secret })

/** POST /api/v1/account/second-factor: the secret for an authenticator app. It counts when a code confirmed it. */
export const secondFactorBegin = z.strictObject({ password: secret })

/** `uri` is what a QR code for the app has in it. */
export const secondFactorSecret = z.object({ secret: z.string(), uri: z.string() })
export type SecondFactorSecret = z.infer<typeof secondFactorSecret>

/** POST /api/v1/account/second-factor/confirm: from now on signing in wants a code. */
export const secondFactorConfirm = z.strictObject({ code: secret })

/** POST /api/v1/account/second-factor/off */
export const secondFactorOff = z.strictObject({ password: secret })

/** Options and answers of the browser's own interface, WebAuthn, as JSON: see its specification. */
const webAuthn = z.looseObject({})

/** POST /api/v1/passkeys/begin. `password`: of people who have one. */
export const passkeyBegin = z.strictObject({ password: z.optional(secret) })

/** For `navigator.credentials`; works once, within five minutes. */
export const passkeyOptions = z.object({ options: webAuthn })

/** POST /api/v1/passkeys: what `navigator.credentials.create` returned. */
export const passkeyAdd = z.strictObject({
  name: text({
    min: 1,
    max: accountLimits.passkeyNameMax,
    tooShort: 'bad-input',
    tooLong: 'bad-input',
    singleLine: true,
  }),
  response: webAuthn,
})

/** A passkey of this person. Times are Unix milliseconds; `lastUsedAt` is null before the first sign-in. */
export const passkey = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.int(),
  lastUsedAt: z.nullable(z.int()),
})
export type Passkey = z.infer<typeof passkey>

/** GET /api/v1/passkeys: the oldest first. */
export const passkeyList = z.object({ passkeys: z.array(passkey) })

/** POST /api/v1/passkey-sign-in: what `navigator.credentials.get` returned. */
export const passkeySignIn = z.strictObject({ response: webAuthn })

/** GET /api/v1/sign-in-ways: what a page may offer beside the password. `oidc`: the provider's name, null without one. */
export const signInWays = z.object({ oidc: z.nullable(z.string()) })
export type SignInWays = z.infer<typeof signInWays>

/** POST /api/v1/oidc/begin: the address at which the provider asks the person. */
export const oidcBegun = z.object({ url: z.string() })

/** The secret part of a one-time link. */
const linkToken = z.string().check(z.maxLength(100))

/** POST /api/v1/owner: the person of this session becomes the owner. The first start of a server logs the link. */
export const ownerTake = z.strictObject({ token: linkToken })

/** POST /api/v1/recovery-links: for somebody who lost the password and the recovery codes. */
export const recoveryLinkMake = z.strictObject({ userName: z.string().check(z.maxLength(200)) })

/** Works once, until `expiresAt` (Unix milliseconds). The one before is void. */
export const recoveryLink = z.object({ link: z.string(), expiresAt: z.int() })
export type RecoveryLink = z.infer<typeof recoveryLink>

/** POST /api/v1/recover-by-link: a new password for a link. All sessions end but the new one. */
export const recoverByLink = z.strictObject({ token: linkToken, password })

/** A session of this person. Times are Unix milliseconds. */
export const session = z.object({
  id: z.string(),
  isCurrent: z.boolean(),
  createdAt: z.int(),
  /** The browser, as it names itself; '' where it does not. */
  userAgent: z.string(),
})
export type Session = z.infer<typeof session>

/** GET /api/v1/sessions: the newest first. */
export const sessionList = z.object({ sessions: z.array(session) })
