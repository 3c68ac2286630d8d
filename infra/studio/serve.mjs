// Prisma Studio listens only on 127.0.0.1, which nobody can reach in a container. So this forwards connections from the
// container's port. Studio must be opened at the port it was given, so that port is the one in the browser's address
// (STUDIO_PORT). docker-compose.yml decides who may reach it.
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
