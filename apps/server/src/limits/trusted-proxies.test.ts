import { createLogger } from '@parley/service'
import { expect, onTestFinished, test, vi } from 'vitest'
import { trustProxies } from './trusted-proxies'

const logger = createLogger('test', 'fatal')

async function trust(proxies: string[], addressesOf?: (name: string) => Promise<string[]>) {
  const trusted = await trustProxies(proxies, logger, addressesOf)
  onTestFinished(() => trusted.close())
  return trusted.isTrusted
}

test('addresses and networks are trusted as written', async () => {
  const isTrusted = await trust(['192.0.2.1', '10.0.0.0/8', 'fd00::/8'])
  expect(['192.0.2.1', '10.20.30.40', 'fd12::1'].map(isTrusted)).toEqual([true, true, true])
  expect(['192.0.2.2', '11.0.0.1', 'fe80::1', '', 'localhost'].map(isTrusted)).toEqual(Array(5).fill(false))
})

test('a name stands for its current addresses', async () => {
  const isTrusted = await trust(['balancer'], async () => ['172.18.0.9'])
  expect(isTrusted('172.18.0.9')).toBe(true)
  expect(isTrusted('172.18.0.8')).toBe(false)
})

test('a name that does not resolve yet trusts no address', async () => {
  const isTrusted = await trust(['balancer'], () => Promise.reject(new Error('ENOTFOUND')))
  expect(isTrusted('172.18.0.9')).toBe(false)
})

test('only names are looked up, again every five seconds, and a name that no longer resolves keeps its addresses', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const answers: Record<string, string[]> = { balancer: ['172.18.0.9'] }
  const asked: string[] = []
  const proxies = await trustProxies(['192.0.2.1', '10.0.0.0/8', 'balancer'], logger, async (name) => {
    asked.push(name)
    if (!answers[name]) throw new Error('ENOTFOUND')
    return answers[name]
  })
  answers.balancer = ['172.18.0.10']
  await vi.advanceTimersByTimeAsync(5_000)
  expect(['172.18.0.9', '172.18.0.10'].map(proxies.isTrusted)).toEqual([false, true])
  delete answers.balancer
  await vi.advanceTimersByTimeAsync(5_000)
  expect(proxies.isTrusted('172.18.0.10')).toBe(true)
  await proxies.close()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(asked).toEqual(['balancer', 'balancer', 'balancer'])

  const fixed = await trustProxies(['192.0.2.1'], logger)
  expect(vi.getTimerCount()).toBe(0)
  await fixed.close()
})

test("a name is looked up with the machine's own resolver", async () => {
  expect((await trust(['localhost']))('127.0.0.1')).toBe(true)
})

test('an address that is not listed is not trusted', async () => {
  expect((await trust([]))('127.0.0.1')).toBe(false)
})
