import type { ServerAddress } from '@parley/client'
import { version } from '../package.json'

export interface WebEnv {
  /** A server that answers /api, reached from this process; null if a proxy in front of us routes /api. */
  apiUrl: string | null
  /** The servers that browsers connect to. */
  servers: readonly ServerAddress[]
  isDev: boolean
  /** The version of the web client as people see it: 0.1.0 (819839d). */
  version: string
}

/** The only reader of the environment. Read at run time, not at build time: one build serves any installation. */
export function readEnv(source: Record<string, string | undefined> = process.env): WebEnv {
  return {
    apiUrl: source.PARLEY_API_URL ? addressFrom('PARLEY_API_URL', source.PARLEY_API_URL) : null,
    servers: serversFrom(source.PARLEY_SERVERS),
    isDev: source.NODE_ENV === 'development',
    version: source.PARLEY_COMMIT ? `${version} (${source.PARLEY_COMMIT})` : version,
  }
}

function serversFrom(text: string | undefined): ServerAddress[] {
  if (!text) return [{ url: '' }]
  const list = parseList(text)
  if (list.length === 0) throw new Error('PARLEY_SERVERS names no server.')
  return list.map((entry) => {
    const { id, url } = (entry ?? {}) as { id?: unknown; url?: unknown }
    if (typeof url !== 'string')
      throw new Error('PARLEY_SERVERS: each server needs a "url" ("" is this origin).')
    const address = url && addressFrom('PARLEY_SERVERS', url)
    return typeof id === 'string' || typeof id === 'number'
      ? { id: String(id), url: address }
      : { url: address }
  })
}

function parseList(text: string): unknown[] {
  const shape = 'PARLEY_SERVERS must be JSON like [{"id":"1","url":"http://localhost:3101"}].'
  let list: unknown
  try {
    list = JSON.parse(text)
  } catch (cause) {
    throw new Error(shape, { cause })
  }
  if (!Array.isArray(list)) throw new Error(shape)
  return list
}

function addressFrom(name: string, text: string): string {
  const isWeb = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
  if (!isWeb) throw new Error(`${name}: ${text} is not an http or https address.`)
  return text.replace(/(?<!\/)\/+$/, '')
}
