import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { every, type Closable, type Logger } from '@parley/service'

/** The proxies in front of this server that may report the source of a request. */
export interface TrustedProxies extends Closable {
  isTrusted(address: string): boolean
}

const LOOK_UP_EVERY_MS = 5_000

/**
 * `proxies` are addresses, networks (10.0.0.0/8) and names. A container gets another address whenever it is recreated, so
 * names are looked up repeatedly; a name that cannot be resolved keeps its last addresses.
 */
export async function trustProxies(
  proxies: readonly string[],
  logger: Logger,
  addressesOf: (name: string) => Promise<string[]> = lookUp,
): Promise<TrustedProxies> {
  const fixed = blockListOf(proxies.filter((proxy) => isIP(proxy.split('/')[0]!)))
  const named = new Map<string, BlockList>()
  const names = proxies.filter((proxy) => !isIP(proxy.split('/')[0]!))
  await lookUpAll()
  const timer = names.length > 0 ? every(LOOK_UP_EVERY_MS, lookUpAll) : undefined

  async function lookUpAll() {
    for (const name of names) {
      try {
        named.set(name, blockListOf(await addressesOf(name)))
      } catch (cause) {
        logger.debug({ name, cause }, 'a trusted proxy was not found; it may not be up yet')
      }
    }
  }

  return {
    isTrusted: (address) =>
      isListed(fixed, address) || [...named.values()].some((list) => isListed(list, address)),
    async close() {
      await timer?.close()
    },
  }
}

async function lookUp(name: string): Promise<string[]> {
  return (await lookup(name, { all: true })).map(({ address }) => address)
}

function blockListOf(entries: readonly string[]): BlockList {
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (prefix === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(prefix), family)
  }
  return list
}

function isListed(list: BlockList, address: string): boolean {
  const version = isIP(address)
  return version !== 0 && list.check(address, version === 6 ? 'ipv6' : 'ipv4')
}
