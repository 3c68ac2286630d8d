/** True when the address answers 2xx (or a page's redirect) in time: a page may have to be compiled first. */
export async function answersWell(url: string, limitMs = 60_000): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(limitMs), redirect: 'manual' })
    await response.body?.cancel()
    return response.status >= 200 && response.status < 400
  } catch {
    return false // not listening yet, or too slow
  }
}
