// Serves the finished site over HTTP, with only Node: `node dist/serve.js` beside `dist/site/`.
import { join } from 'node:path'
import { settings } from './config'
import { serveFiles } from './serve-files'

const { HOST, PORT } = settings.parse({
  HOST: process.env.HOST || undefined,
  PORT: process.env.PORT || undefined,
})
const server = serveFiles(join(import.meta.dirname, 'site'))
server.listen(PORT, HOST, () => process.stdout.write(`the docs are at http://${HOST}:${PORT}\n`))
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    server.close()
    server.closeIdleConnections()
  })
