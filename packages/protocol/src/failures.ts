/**
 * The closed table of all refusals. The code decides what a program does, `say` is for people. `retryable` means: the
 * same request, sent again later, may well succeed and can do no harm.
 */
export const failures = {
  'bad-input': { say: 'That request is not one we understand.', retryable: false },
  'unknown-event': { say: 'This server does not know that event.', retryable: false },
  'too-large': { say: 'That is too large to send (64 KiB at most).', retryable: false },
  'name-too-short': { say: 'A name has at least 2 characters.', retryable: false },
  'name-too-long': { say: 'A name has at most 32 characters.', retryable: false },
  'name-mixes-alphabets': { say: 'Each word of a name keeps to one alphabet.', retryable: false },
  'user-name-too-short': { say: 'A user name has at least 2 characters.', retryable: false },
  'user-name-too-long': { say: 'A user name has at most 32 characters.', retryable: false },
  'user-name-letters': { say: 'A user name has letters a to z, digits, and . _ - only.', retryable: false },
  'user-name-taken': { say: 'This user name is taken.', retryable: false },
  'password-too-short': { say: 'A password has at least 8 characters.', retryable: false },
  'password-too-long': { say: 'A password has at most 128 characters.', retryable: false },
  'wrong-password': { say: 'The user name or the password is wrong.', retryable: false },
  'wrong-code': { say: 'The code is wrong or was used.', retryable: false },
  'needs-code': { say: 'Enter the code of your authenticator app.', retryable: false },
  'has-second-factor': { say: 'Your authenticator app is set up.', retryable: false },
  'wrong-passkey': { say: 'This passkey does not work here.', retryable: false },
  'too-many-passkeys': { say: 'You have as many passkeys as one person may.', retryable: false },
  'no-such-passkey': { say: 'This passkey is gone.', retryable: false },
  'provider-refused': {
    say: 'The sign-in did not work. Try again, or ask whoever runs this Parley.',
    retryable: false,
  },
  'has-account': { say: 'You have an account.', retryable: false },
  'needs-account': { say: 'This needs an account.', retryable: false },
  'no-such-account': { say: 'Nobody has this user name.', retryable: false },
  'not-the-owner': { say: 'Only the owner may do this.', retryable: false },
  'link-used': { say: 'This link was used or has expired.', retryable: false },
  'no-such-session': { say: 'This session has ended.', retryable: false },
  'room-name-empty': { say: 'A room needs a name.', retryable: false },
  'room-name-too-long': { say: 'A room name has at most 80 characters.', retryable: false },
  'topic-too-long': { say: 'A topic has at most 500 characters.', retryable: false },
  'message-empty': { say: 'There is nothing to send.', retryable: false },
  'message-too-long': { say: 'A message has at most 4,000 characters.', retryable: false },
  'bad-text': { say: 'The text holds characters that cannot be stored.', retryable: false },
  'not-signed-in': { say: 'Please join first.', retryable: false },
  'wrong-origin': { say: 'This page may not talk to this server.', retryable: false },
  'wrong-protocol': { say: 'This page is out of date. Please load it again.', retryable: false },
  'not-a-member': { say: 'You are not in this room.', retryable: false },
  'no-such-room': { say: 'This room does not exist.', retryable: false },
  'no-such-person': { say: 'This person does not exist.', retryable: false },
  'not-allowed': { say: 'You may not do this here.', retryable: false },
  'direct-stays': { say: 'A direct conversation cannot be left.', retryable: false },
  'room-name-taken': { say: 'A room of this name exists already.', retryable: false },
  'lobby-stays': { say: 'Everybody is in the lobby; it cannot be left.', retryable: false },
  'too-many-rooms': { say: 'You are in too many rooms already.', retryable: false },
  'too-many-rooms-created': { say: 'You have created as many rooms as one person may.', retryable: false },
  'too-many-connections': {
    say: 'You are connected too many times. Close Parley in other windows or devices.',
    retryable: true,
    retryAfterMs: 30_000,
  },
  'too-many-reactions': {
    say: 'This message has as many different reactions as it can take.',
    retryable: false,
  },
  'no-such-message': { say: 'This message does not exist.', retryable: false },
  'not-your-message': { say: 'Only who wrote a message may change it.', retryable: false },
  'message-deleted': { say: 'This message was deleted.', retryable: false },
  'not-an-emoji': { say: 'A reaction is one emoji.', retryable: false },
  'id-taken': { say: 'This id stands for something else already.', retryable: false },
  'not-found': { say: 'There is nothing at this address.', retryable: false },
  'too-fast': { say: 'Slow down a little.', retryable: true, retryAfterMs: 1_000 },
  'too-busy': {
    say: 'The server has too much to do. It will be tried again.',
    retryable: true,
    retryAfterMs: 2_000,
  },
  /** The event log is down, and nothing was appended. */
  'not-appended': { say: 'Not sent yet. It will be tried again.', retryable: true, retryAfterMs: 1_000 },
  /** The event log did not answer: it may have the event. */
  'maybe-appended': { say: 'Not sent yet. It will be tried again.', retryable: true, retryAfterMs: 1_000 },
  'live-unavailable': {
    say: 'Not sent yet: live updates are away. It will be tried again.',
    retryable: true,
    retryAfterMs: 1_000,
  },
  'not-confirmed': { say: 'Not confirmed yet. It will be tried again.', retryable: true, retryAfterMs: 500 },
  'storage-behind': {
    say: 'Storage is behind. It will be tried again.',
    retryable: true,
    retryAfterMs: 5_000,
  },
  'database-unavailable': {
    say: 'This needs the database, which is away. Try again later.',
    retryable: true,
    retryAfterMs: 2_000,
  },
  /** The SDK reports it: no server answers, so no server can. */
  unreachable: {
    say: 'The server cannot be reached. Check the connection and try again.',
    retryable: true,
    retryAfterMs: 1_000,
  },
  /** The SDK reports it: the new session is unknown to the next request. */
  'no-cookie': {
    say: 'This browser keeps no cookie of this site, and joining needs one. Allow it, then join again.',
    retryable: false,
  },
  'went-wrong': {
    say: 'Something went wrong on our side. It has been noted.',
    retryable: true,
    retryAfterMs: 2_000,
  },
} as const satisfies Record<string, { say: string; retryable: boolean; retryAfterMs?: number }>

export type FailureCode = keyof typeof failures

const UNKNOWN: ReadonlySet<string> = new Set<FailureCode>([
  'maybe-appended',
  'not-confirmed',
  'unreachable',
  'went-wrong',
])

/**
 * Whether the refused request was applied all the same. `no`: certainly not. `unknown`: it may have been, so the client
 * repeats it with the same id. A code that this version does not know is `unknown`.
 */
export function wasApplied(code: string): 'no' | 'unknown' {
  return Object.hasOwn(failures, code) && !UNKNOWN.has(code) ? 'no' : 'unknown'
}

/** The body of a refusal. `retryAfterMs` is set where waiting helps; `detail` names the invalid field. */
export interface Failure {
  code: FailureCode
  say: string
  retryable: boolean
  retryAfterMs?: number
  detail?: string
}

export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure }

export function failure(code: FailureCode, more: { retryAfterMs?: number; detail?: string } = {}): Failure {
  return { code, ...failures[code], ...more }
}

export function ok<T>(value: T): Result<T> {
  return { ok: true, value }
}

export function fail(
  code: FailureCode,
  more?: { retryAfterMs?: number; detail?: string },
): { ok: false; failure: Failure } {
  return { ok: false, failure: failure(code, more) }
}
