import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The running processes, for tools and tests: `dev.json` exists in the data directory while everything is ready. */
export interface DevJson {
  /** Null with --no-web. */
  webUrl: string | null
  servers: { id: string; url: string; pid: number | null }[]
  persisters: { id: string; url: string; pid: number | null }[]
  databaseUrl: string
  redisUrl: string
  kafkaBrokers: string | null
  log: 'kafka' | 'redis'
  /** A pid is null if the engine comes from the environment or runs in Docker. */
  engines: { postgres: { pid: number | null }; redis: { pid: number | null }; kafka: { pid: number | null } }
}

export function devJsonFile(dataDir: string) {
  return join(dataDir, 'dev.json')
}

/** A reader sees the old or the new file, never a part. */
export function writeDevJson(dataDir: string, dev: DevJson) {
  const file = devJsonFile(dataDir)
  mkdirSync(dirname(file), { recursive: true })
  // The databases' addresses contain passwords.
  writeFileSync(`${file}.new`, JSON.stringify(dev, null, 2) + '\n', { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

export function readDevJson(dataDir: string): DevJson | null {
  try {
    return JSON.parse(readFileSync(devJsonFile(dataDir), 'utf8')) as DevJson
  } catch {
    return null // not ready, or not running
  }
}

export function removeDevJson(dataDir: string) {
  rmSync(devJsonFile(dataDir), { force: true })
}
