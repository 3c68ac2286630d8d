import { connect, type Socket } from 'node:net'
import type { History } from '@parley/testkit/history'
import type { Scenario, Stage } from './scenario'
import { pick, seconds, until } from './times'

/** The last ping plus its timeout, and the time to find another server. Milliseconds. */
const NOTICED_BY_PING_MS = 40_000

export const serverScenarios: Scenario[] = [
  {
    name: 'server-killed',
    row: 'server: kill -9 under load',
    isShort: true,
    async run(stage) {
      const { stack, fault, everybodyBack, now, isShort } = stage
      for (const server of stack.servers.slice(0, isShort ? 1 : 3)) {
        fault(`kill -9 of ${server.id}`)
        const since = now()
        await server.kill()
        await everybodyBack(since, { p95Ms: 5_000, maxMs: 12_000 })
        await server.restart()
        await seconds(2)
      }
    },
  },
  {
    name: 'server-stalled',
    row: 'server: event loop blocked 10 s',
    run: (stage) => freezeServer(stage, 10),
  },
  {
    name: 'server-frozen',
    row: 'server: SIGSTOP 60 s, then CONT',
    run: (stage) => freezeServer(stage, 60),
  },
  {
    name: 'rolling-restart',
    row: 'server: SIGTERM of all, new ones first (rolling deploy)',
    run: rollingRestart,
  },
  {
    name: 'silent-connections',
    row: 'server: 1,000 connections that say nothing',
    run: silentConnections,
  },
]

async function freezeServer(stage: Stage, frozenSeconds: number) {
  const { stack, fault, everybodyBack, now, random } = stage
  const server = pick(stack.servers, random)
  fault(`SIGSTOP of ${server.id} for ${frozenSeconds} s`)
  const since = now()
  server.freeze()
  const thawing = seconds(frozenSeconds).then(() => server.thaw())
  try {
    if (frozenSeconds * 1_000 > NOTICED_BY_PING_MS) await everybodyBack(since, { maxMs: NOTICED_BY_PING_MS })
  } finally {
    await thawing
  }
  await seconds(1)
  await everybodyBack(since, { maxMs: Math.max(NOTICED_BY_PING_MS, frozenSeconds * 1_000 + 12_000) })
}

async function rollingRestart(stage: Stage) {
  const { stack, fault, require, figure, everybodyBack, now } = stage
  const old = [...stack.servers]
  await Promise.all(stack.spareServers.map((server) => server.restart()))
  await until('HAProxy has found the new servers', 15_000, async () => {
    const looks = await Promise.all(stack.spareServers.map(({ id }) => stack.haproxy.look(id)))
    return looks.every(({ isUp }) => isUp)
  })
  for (const server of old) await stack.haproxy.drain(server.id)

  const since = now()
  for (const server of old) {
    fault(`SIGTERM of ${server.id}`)
    const { exitCode, ms } = await server.terminate()
    require(exitCode === 0, `${server.id} ends with code 0 (it was ${exitCode ?? 'killed'})`)
    require(ms < 10_000, `${server.id} ends within 10 s (it took ${Math.round(ms)} ms)`)
  }
  ;[stack.servers, stack.spareServers] = [stack.spareServers, old]
  for (const server of old) await stack.haproxy.undrain(server.id)
  await everybodyBack(since, { maxMs: 40_000 })

  const most = movesAtMost(stage.history, since)
  figure('moves of one client, at most', most)
  require(most <= 1, `each client moves once (one moved ${most} times)`)
}

function movesAtMost({ connections }: History, since: number): number {
  const moves = new Map<number, number>()
  const goneByOwnWill = new Set<number>()
  for (const { kind, client, at, isOwnWill } of connections) {
    if (at < since) continue
    if (kind === 'lost' && isOwnWill) goneByOwnWill.add(client)
    if (kind === 'connected' && !goneByOwnWill.delete(client)) moves.set(client, (moves.get(client) ?? 0) + 1)
  }
  return Math.max(0, ...moves.values())
}

/** A client that connects and sends nothing must not keep others out, and is disconnected. */
async function silentConnections(stage: Stage) {
  const { stack, crowd, fault, require, figure, random, now, thrownOff } = stage
  const server = pick(stack.servers, random)
  const { port } = new URL(server.address)
  fault(`1,000 connections to ${server.id} that send nothing`)
  const [before, since] = [crowd.acked(), now()]
  const silent = Array.from({ length: 1_000 }, () => connectSilently(Number(port)))
  try {
    await seconds(5)
    require(crowd.acked() > before, 'the other clients keep writing')
    require(await server.isReady(), `${server.id} stays ready`)
    require(thrownOff(since) === 0, `no client is disconnected (${thrownOff(since)} were)`)
    await seconds(15)
  } finally {
    figure('still open after 20 s', silent.filter((socket) => !socket.destroyed).length)
    for (const socket of silent) socket.destroy()
  }
}

function connectSilently(port: number): Socket {
  const socket = connect({ port, host: '127.0.0.1' })
  socket.on('error', () => socket.destroy())
  socket.on('end', () => socket.destroy())
  socket.resume()
  return socket
}
