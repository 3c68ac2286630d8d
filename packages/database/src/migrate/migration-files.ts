import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MigrationList, SchemasContainer } from '@prisma/schema-engine-wasm'

// The images put the folder next to the bundle.
const besideBundle = join(import.meta.dirname, 'prisma')
const prismaDir = existsSync(besideBundle) ? besideBundle : join(import.meta.dirname, '..', '..', 'prisma')
const schemaPath = join(prismaDir, 'schema.prisma')
const migrationsDir = join(prismaDir, 'migrations')
const lockPath = join(migrationsDir, 'migration_lock.toml')

export function readSchema(): SchemasContainer {
  return { files: [{ path: schemaPath, content: readFileSync(schemaPath, 'utf8') }] }
}

/** The migrations as `prisma migrate` lays them out, oldest first. */
export function readMigrations(): MigrationList {
  return {
    baseDir: migrationsDir,
    lockfile: {
      path: 'migration_lock.toml',
      content: existsSync(lockPath) ? readFileSync(lockPath, 'utf8') : null,
    },
    shadowDbInitScript: '',
    migrationDirectories: migrationNames().map((path) => ({
      path,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: readFileSync(join(migrationsDir, path, 'migration.sql'), 'utf8') },
      },
    })),
  }
}

export function writeMigration(name: string, sql: string): void {
  mkdirSync(join(migrationsDir, name), { recursive: true })
  writeFileSync(join(migrationsDir, name, 'migration.sql'), sql)
  if (!existsSync(lockPath)) writeFileSync(lockPath, 'provider = "postgresql"\n')
}

function migrationNames(): string[] {
  if (!existsSync(migrationsDir)) return []
  const entries = readdirSync(migrationsDir, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}
