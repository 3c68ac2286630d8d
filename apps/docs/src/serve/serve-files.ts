import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { extname, join, relative, sep } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}
const HEADERS = {
  'content-security-policy':
    "default-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
}

/**
 * Serves the files that a folder has at the start, under `/` and, behind a balancer, under `/docs/`. It keeps all files
 * in memory and looks them up by their whole name, so no address can lead out of the folder.
 */
export function serveFiles(folder: string): Server {
  const files = readFiles(folder)
  return createServer((request, response) => {
    const path = pathOf(request.url ?? '/')
    if (path === '/docs') return response.writeHead(308, { ...HEADERS, location: 'docs/' }).end()
    const file = files.get(nameOf(path))
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return response.writeHead(405, { ...HEADERS, allow: 'GET, HEAD' }).end()
    if (!file)
      return response
        .writeHead(404, { ...HEADERS, 'content-type': 'text/plain' })
        .end('There is nothing here.\n')
    const headers = { ...HEADERS, 'content-type': file.type, etag: file.etag }
    if (request.headers['if-none-match'] === file.etag) return response.writeHead(304, headers).end()
    return response
      .writeHead(200, { ...headers, 'content-length': file.content.length })
      .end(request.method === 'HEAD' ? undefined : file.content)
  })
}

/** The address without query and fragment. */
export function pathOf(url: string): string {
  return url.split(/[?#]/, 1)[0] ?? '/'
}

/** The name of the file that an address requests. */
export function nameOf(path: string): string {
  const name = path.replace(/^\/docs\//, '/').slice(1)
  return name === '' || name.endsWith('/') ? `${name}index.html` : name
}

function readFiles(folder: string) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  return new Map(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name)
      const content = readFileSync(path)
      const etag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`
      const type = TYPES[extname(entry.name)] ?? 'text/plain; charset=utf-8'
      return [relative(folder, path).split(sep).join('/'), { content, etag, type }]
    }),
  )
}
