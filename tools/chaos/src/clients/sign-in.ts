import { setTimeout as sleep } from 'node:timers/promises'
import { guestCookie } from '@parley/testkit/raw-socket'

const TRIES = 5

/** A guest's session. A server that has just started may refuse for a moment. */
export async function signIn(
  url: string,
  name: string,
  onComplaint: (what: string) => void,
): Promise<string> {
  for (let tries = 1; ; tries++) {
    try {
      return await guestCookie(url, name)
    } catch (error) {
      if (tries === TRIES) throw error
      onComplaint(`${name}: ${String(error)}`)
      await sleep(tries * 500)
    }
  }
}
