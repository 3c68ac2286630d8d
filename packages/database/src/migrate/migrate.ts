import { readMigrations, readSchema, writeMigration } from './migration-files'
import { withSchemaEngine } from './schema-engine'

const filters = { externalTables: [], externalEnums: [] }

/**
 * Brings the database to the newest migration, as `prisma migrate deploy` does. Returns the names of the migrations that
 * it applied.
 */
export async function migrate({ url }: { url: string }): Promise<string[]> {
  return withSchemaEngine({ url, schema: readSchema() }, async (engine) => {
    const applied = await engine.applyMigrations({ filters, migrationsList: readMigrations() })
    return applied.appliedMigrationNames
  })
}

/**
 * The SQL that leads from the migrations to schema.prisma; empty when they agree. Needs the right to create databases.
 */
export async function findDrift({ url }: { url: string }): Promise<string> {
  const schema = readSchema()
  return withSchemaEngine({ url, schema }, async (engine) => {
    const from = { tag: 'migrations' as const, ...readMigrations() }
    const to = { tag: 'schemaDatamodel' as const, ...schema }
    const { exitCode, stdout } = await engine.diff({ from, to, script: true, exitCode: true, filters })
    return exitCode === 0 ? '' : (stdout ?? 'unknown')
  })
}

/** Writes the next migration from the changes in schema.prisma, as `prisma migrate dev --create-only` does. */
export async function draftMigration({ url, name }: { url: string; name: string }): Promise<string | null> {
  const schema = readSchema()
  const migrationsList = readMigrations()
  return withSchemaEngine({ url, schema }, async (engine) => {
    const { action } = await engine.devDiagnostic({ migrationsList, filters })
    if (action.tag === 'reset') throw new Error(`The database must be emptied first: ${action.reason}`)
    const draft = await engine.createMigration({
      migrationsList,
      migrationName: name,
      schema,
      draft: false,
      filters,
    })
    if (!draft.migrationScript?.trim()) return null
    writeMigration(draft.generatedMigrationName, draft.migrationScript)
    return draft.generatedMigrationName
  })
}
