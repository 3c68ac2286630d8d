import { appendFileSync, mkdirSync, readdirSync, rmSync, writeFileSync, chownSync, existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import pg from 'pg'
import type { RunningEngine, StartOptions } from './engine'
import { startPostgres } from './postgres'
import { preparePostgresHome } from './postgres-home'
import { runCommand } from './run-command'

const SLOT = 'parley_standby'

export interface StandbyOptions extends StartOptions {
  /** The primary's own address, without a proxy. */
  primaryUrl: string
  /** The `dataDir` of the primary. */
  primaryDataDir: string
  /** The port at which the standby reaches the primary: the primary's own, or one that leads there. */
  primaryPort: number
}

/** An asynchronous replica: it follows as fast as it can, and no commit waits for it. Copied while the primary runs. */
export async function startPostgresStandby(options: StandbyOptions): Promise<RunningEngine> {
  const { primaryUrl, primaryDataDir, primaryPort } = options
  const primary = await preparePostgresHome(resolve(primaryDataDir))
  const home = await preparePostgresHome(resolve(options.dataDir))
  if (existsSync(join(home.data, 'PG_VERSION'))) throw new Error(`${home.data} holds a database already`)

  // Does the work of pg_basebackup, which is not among our programs. The session must last until the copy is complete.
  const client = new pg.Client({ connectionString: primaryUrl })
  await client.connect()
  try {
    await client.query('select pg_create_physical_replication_slot($1, true)', [SLOT])
    await client.query(`select pg_backup_start('standby', true)`)
    await runCommand('cp', ['-a', `${primary.data}/.`, home.data])
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)')
    writeFileSync(join(home.data, 'backup_label'), rows[0]!.labelfile)
  } finally {
    await client.end()
  }
  rmSync(join(home.data, 'postmaster.pid'), { force: true })
  const log = join(home.data, 'pg_wal')
  for (const name of readdirSync(log)) rmSync(join(log, name), { recursive: true }) // copied from the primary
  mkdirSync(join(log, 'archive_status'))
  writeFileSync(join(home.data, 'standby.signal'), '')
  const { username, password } = new URL(primaryUrl)
  appendFileSync(
    join(home.data, 'postgresql.auto.conf'),
    `primary_conninfo = 'host=127.0.0.1 port=${primaryPort} user=${username} password=${password}'\nprimary_slot_name = '${SLOT}'\n`,
  )
  if ('uid' in home.user)
    for (const name of ['backup_label', 'standby.signal', 'pg_wal/archive_status'])
      chownSync(join(home.data, name), home.user.uid, home.user.gid)
  return startPostgres(options)
}
