// Prisma Studio listens on 127.0.0.1 alone and cannot be told otherwise; in a container nobody would reach it there. So what
// comes to the container's port is handed on. Studio also wants to be opened at the port that it was given, so that
// is the one people type (STUDIO_PORT). Who may come at all, docker-compose.yml decides.
import { spawn } from 'node:child_process'
import { connect, createServer } from 'node:net'

const OPEN_PORT = 3000
const studioPort = Number(process.env.STUDIO_PORT || 5555)

const studio = spawn(
  process.execPath,
  ['../../node_modules/prisma/build/index.js', 'studio', '--port', String(studioPort), '--browser', 'none'],
  { stdio: 'inherit' },
)
studio.once('exit', (code) => process.exit(code ?? 1))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => studio.kill(signal))

createServer((outside) => {
  const inside = connect(studioPort, '127.0.0.1')
  outside.pipe(inside).pipe(outside)
  outside.on('error', () => inside.destroy())
  inside.on('error', () => outside.destroy())
}).listen(OPEN_PORT)
