const ANSWER_LIMIT_MS = 15_000

type RestAnswer = { ok: true; value: unknown } | { ok: false; code: string }

/** The requests of a client with a session. A network failure gives `unreachable`. */
export interface Rest {
  post: (path: string, body?: object) => Promise<RestAnswer>
}

export function createRest(url: string, cookie: string): Rest {
  return {
    async post(path, body = {}) {
      try {
        const response = await fetch(`${url}/api/v1${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', cookie },
          body: JSON.stringify(body),
          signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
        })
        const answer: unknown = response.status === 204 ? null : await response.json()
        if (response.ok) return { ok: true, value: answer }
        return { ok: false, code: (answer as { code?: string }).code ?? `status ${response.status}` }
      } catch {
        return { ok: false, code: 'unreachable' } // down, too slow, or a proxy's own page
      }
    },
  }
}
