// Two engines that write every command to their own logs.
import { existsSync, openSync, readSync, closeSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { withPostgres } from '@parley/testkit/postgres'

const WAIT_MS = 10
const LIMIT_MS = 10_000

/** Call it before Kafka starts: Kafka inherits the environment. */
export function letKafkaTell(): void {
  process.env.JAVA_TOOL_OPTIONS = '-Dorg.slf4j.simpleLogger.log.kafka.request.logger=debug'
}

export async function letPostgresTell(url: string): Promise<void> {
  await withPostgres(url, async (client) => {
    await client.query("alter system set log_statement = 'all'")
    await client.query('select pg_reload_conf()')
  })
}

/** Marks statements of the bench itself: not counted. */
export const OWN = '/* bench */'

export interface LogReader {
  /** The lines written since the last call, up to a line with this text. */
  upTo: (text: string) => Promise<string>
  /** The lines written since the last call. */
  now: () => string
}

export function readLogFrom(file: string): LogReader {
  let at = existsSync(file) ? statSync(file).size : 0

  function now(): string {
    const length = statSync(file).size - at
    const bytes = Buffer.alloc(length)
    const opened = openSync(file, 'r')
    readSync(opened, bytes, 0, length, at)
    closeSync(opened)
    at += length
    return bytes.toString()
  }

  return {
    now,
    async upTo(text) {
      let read = ''
      for (let waited = 0; !read.includes(text); waited += WAIT_MS) {
        if (waited > LIMIT_MS) throw new Error(`${file} does not say ${text}`)
        await sleep(WAIT_MS)
        read += now()
      }
      return read
    },
  }
}

const STATEMENT = /LOG: {2}(?:statement|execute [^:]*):\s+(?<text>.*)/g

export function statementsIn(log: string): string[] {
  const texts = [...log.matchAll(STATEMENT)].map((match) => match.groups?.text ?? '')
  return texts.filter((text) => !text.includes(OWN))
}

export function producesIn(log: string): number {
  return [...log.matchAll(/"requestApiKeyName":"PRODUCE"/g)].length
}
