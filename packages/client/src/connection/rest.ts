import type * as z from 'zod/mini'
import { failure, ok, parse, problem, type Failure, type Result } from '@parley/protocol'
import type { Cookies } from './cookies'

/** Sign-in may wait for a database that comes back; no person watches a spinner for longer than this. Milliseconds. */
const REST_TIMEOUT_MS = 10_000

/** Requests under /api/v1. Each one ends in a Result, even without a network, or with an invalid answer. */
export interface Rest {
  get: <S extends z.ZodMiniType>(path: string, schema: S) => Promise<Result<z.output<S>>>
  /** With `null` as schema the answer has no body. */
  post: <S extends z.ZodMiniType | null>(
    path: string,
    body: object,
    schema: S,
  ) => Promise<Result<S extends z.ZodMiniType ? z.output<S> : null>>
}

export function createRest({
  apiUrl,
  fetch,
  cookies,
}: {
  apiUrl: string
  fetch: typeof globalThis.fetch
  /** `null` in a browser. */
  cookies: Cookies | null
}): Rest {
  async function request(
    method: string,
    path: string,
    schema: z.ZodMiniType | null,
    body?: object,
  ): Promise<Result<unknown>> {
    let response: Response
    let payload: unknown
    try {
      response = await fetch(`${apiUrl}/api/v1${path}`, requestInit(method, body))
      payload = response.status === 204 ? null : await response.json()
    } catch {
      return { ok: false, failure: failure('unreachable') } // offline, timeout, or a proxy's page in place of an answer
    }
    cookies?.learn(response.headers)
    if (!response.ok) return { ok: false, failure: failureOf(payload) }
    if (!schema) return ok(null)
    const parsed = parse(schema, payload)
    return parsed.ok
      ? parsed
      : { ok: false, failure: failure('went-wrong', { detail: `unreadable ${path}` }) }
  }

  function requestInit(method: string, body?: object): RequestInit {
    const cookie = cookies?.header()
    return {
      method,
      credentials: 'include',
      headers: {
        accept: 'application/json',
        ...(body && { 'content-type': 'application/json' }),
        ...(cookie && { cookie }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(REST_TIMEOUT_MS),
    }
  }

  return {
    get: (path, schema) => request('GET', path, schema) as never,
    post: (path, body, schema) => request('POST', path, schema, body) as never,
  }
}

function failureOf(payload: unknown): Failure {
  const read = parse(problem, payload)
  if (!read.ok) return failure('unreachable')
  const { code, retryAfterMs, detail } = read.value
  return failure(code, {
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(detail !== undefined && { detail }),
  })
}
