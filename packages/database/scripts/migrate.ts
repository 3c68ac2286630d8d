// yarn workspace @parley/database migrate deploy | dev [name] | diff        on DATABASE_URL
//   deploy  applies the missing migrations
//   dev     writes the next migration from the changes in schema.prisma; add the checks by hand, then deploy
//   diff    exits with 1 and prints the SQL when schema.prisma and the migrations disagree
import { draftMigration, findDrift, migrate } from '../src/migrate/migrate'

const url = process.env.DATABASE_URL
if (!url) fail('DATABASE_URL is missing.')

const [command = 'deploy', name = 'change'] = process.argv.slice(2)
switch (command) {
  case 'deploy': {
    const applied = await migrate({ url })
    say(applied.length > 0 ? `Applied ${applied.join(', ')}.` : 'The database is up to date.')
    break
  }
  case 'dev': {
    const written = await draftMigration({ url, name })
    say(written ? `Wrote prisma/migrations/${written}/migration.sql.` : 'schema.prisma has not changed.')
    break
  }
  case 'diff': {
    const drift = await findDrift({ url })
    if (drift) fail(drift)
    say('schema.prisma and the migrations agree.')
    break
  }
  default:
    fail(`Unknown command "${command}": deploy, dev or diff.`)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function fail(line: string): never {
  process.stderr.write(`${line}\n`)
  process.exit(1)
}
