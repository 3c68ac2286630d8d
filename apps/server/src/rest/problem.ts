import { failure, type Failure, type FailureCode, type Result } from '@parley/protocol'

type Status = 400 | 401 | 403 | 404 | 409 | 410 | 413 | 415 | 429 | 500 | 503

const STATUS: Partial<Record<FailureCode, Status>> = {
  'not-signed-in': 401,
  'wrong-password': 401,
  'wrong-code': 401,
  'wrong-passkey': 401,
  'provider-refused': 401,
  'needs-code': 401,
  'needs-account': 403,
  'not-the-owner': 403,
  'wrong-origin': 403,
  'not-a-member': 403,
  'not-allowed': 403,
  'no-such-room': 404,
  'not-found': 404,
  'no-such-account': 404,
  'no-such-passkey': 404,
  'no-such-session': 404,
  'no-such-person': 404,
  'room-name-taken': 409,
  'user-name-taken': 409,
  'has-account': 409,
  'too-many-passkeys': 409,
  'has-second-factor': 409,
  'lobby-stays': 409,
  'direct-stays': 409,
  'too-many-rooms': 409,
  'too-many-rooms-created': 409,
  'link-used': 410,
  'too-large': 413,
  'too-fast': 429,
  'database-unavailable': 503,
  'live-unavailable': 503,
  'went-wrong': 500,
}

/** A refusal: routes throw it, `onError` answers with it. */
export class Problem extends Error {
  readonly failure: Failure
  constructor(failed: FailureCode | Failure) {
    const told = typeof failed === 'string' ? failure(failed) : failed
    super(told.say)
    this.failure = told
  }
}

/** `waitMs`: the answer of a limit; null where the request may go on. */
export function orTooFast(waitMs: number | null): void {
  if (waitMs !== null) throw new Problem(failure('too-fast', { retryAfterMs: waitMs }))
}

/** The value of an answer; a refusal becomes the answer of the request. */
export function orProblem<T>(result: Result<T>): T {
  if (!result.ok) throw new Problem(result.failure)
  return result.value
}

/** RFC 9457: a failure as application/problem+json. */
export function problemResponse(failed: Failure): Response {
  const { say, ...rest } = failed
  const status = STATUS[failed.code] ?? 400
  const headers = new Headers({ 'content-type': 'application/problem+json' })
  if (failed.retryAfterMs !== undefined)
    headers.set('retry-after', String(Math.ceil(failed.retryAfterMs / 1_000)))
  const problem = { type: `/problems/${failed.code}`, title: say, status, ...rest }
  return new Response(JSON.stringify(problem), { status, headers })
}
