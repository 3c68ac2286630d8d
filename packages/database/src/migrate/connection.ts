import type { PoolConfig } from 'pg'

/**
 * The parts of a database's address. Not `connectionString`: it would override the name of another database on the same
 * server, and a statement for the shadow database would run on the real one.
 */
export function connectionTo(url: string): PoolConfig {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url)
  return {
    host: searchParams.get('host') ?? decodeURIComponent(hostname),
    port: Number(port || 5432),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    ...(searchParams.get('sslmode') === 'require' ? { ssl: true } : {}),
  }
}
