import { fail } from '@parley/protocol'
import type { AccountApi, createAccount } from './account'

/**
 * A page needs the code of accounts only when somebody signs in: it loads with the first call. Like any request, a load without a
 * network is a failure and not an error; the next call tries again.
 */
export function loadAccount(parts: Parameters<typeof createAccount>[0]): AccountApi {
  let loading: Promise<AccountApi> | undefined

  async function call(name: keyof AccountApi, args: unknown[]): Promise<unknown> {
    loading ??= import('./account').then((code) => code.createAccount(parts))
    try {
      const account = await loading
      return await (account[name] as (...args: unknown[]) => unknown)(...args)
    } catch {
      loading = undefined
      return fail('unreachable')
    }
  }

  // Each property is a function that resolves to a Result.
  return new Proxy({} as AccountApi, {
    get:
      (_, name) =>
      (...args: unknown[]) =>
        call(name as keyof AccountApi, args),
  })
}
