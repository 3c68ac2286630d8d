// A server with little memory, and more clients than fit into it.
import { LOBBY_ID } from '@parley/protocol'
import { ask, codeOf, guestCookie, hear, openRaw } from '@parley/testkit/raw-socket'
import { readSeries, sum } from '../counters/series'
import type { Listeners } from '../clients/listeners'
import { startListenersApart } from '../clients/listeners-apart'
import type { Service } from '@parley/testkit/cluster'
import type { Scenario, Stage } from './scenario'
import { pick, seconds, until } from './times'

/**
 * Measured: a server without clients uses 41 MiB of V8's old generation, 48 after some work, and some 14 KiB for each
 * connection. So 700 to 850 fit before it is full (70 %), and after they have left it is calm (63 %) with 5 MiB to spare.
 */
const HEAP_MIB = 84
/** With V8's default of 16 it would collect ten times a second: it begins when less room than one of these is left. */
const SEMI_SPACE_MIB = 8
/** They fill the other servers, so that every new client is sent to the small one. */
const ELSEWHERE = 1_600
/** Clients on the small server before it is full. They connect without the balancer, so they are certainly there. */
const THERE = 50
/** More than the small server has room for, and fewer than the others have room for. */
const COMING = 1_300

const BACK_MS = 40_000
const NOTICED_MS = 10_000
/** While it is full it collects its garbage every 30 s: its state after this time is not due to garbage. */
const COLLECTED_SECONDS = 32
/** The same, plus three checks until it counts as calm. */
const ROOM_AGAIN_MS = 60_000

/**
 * It refuses clients that do not fit, which then are elsewhere; it does not die, and accepts clients again when it has
 * room.
 */
export const serverHeap: Scenario = {
  name: 'server-heap',
  row: 'server: heap near limit',
  async run(stage) {
    const { stack, crowd, random, fault, figure, require, say, now, everybodyBack } = stage
    const small = pick(stack.servers, random)
    const groups: Listeners[] = []
    const join = async (group: string, count: number, url: string) => {
      const seed = Math.floor(random() * 2 ** 32)
      const joined = await startListenersApart({ url, count, group, seed })
      groups.push(joined)
      say(`  ${count} clients joined that only listen`)
      return joined
    }
    crowd.setRate(60)
    try {
      const since = now()
      fault(`${small.id} has only ${HEAP_MIB} MiB`)
      await small.terminate()
      await join('elsewhere', ELSEWHERE, stack.url)
      await small.restart({
        NODE_OPTIONS: `--max-old-space-size=${HEAP_MIB} --max-semi-space-size=${SEMI_SPACE_MIB}`,
      })
      const { pid } = small
      await everybodyBack(since, { maxMs: BACK_MS })
      const there = await join('there', THERE, small.address)
      const cookie = await guestCookie(small.address, 'Somebody there')
      const { socket: witness } = await openRaw(small.address, { cookie })

      fault(`${COMING} clients come for which ${small.id} has no room`)
      const [cameAt, acked] = [now(), crowd.acked()]
      const coming = await join('coming', COMING, stack.url)
      await until(`${small.id} says that it is full`, NOTICED_MS, () => isFull(small))
      await seconds(COLLECTED_SECONDS)
      require(await isFull(small), `${small.id} is full of clients and not of garbage`)
      await refusesKindly(small, cookie, stage)
      const [onSmall, refused] = await readDoor(small)
      figure('people on the full server', onSmall)
      figure('refused there', refused)
      require(refused > 1, 'some new clients were refused')
      require((await coming.online()) === COMING, 'refused clients are on other servers')
      require((await coming.complaints()).length === 0, 'no client is shown an error')

      // The connected clients.
      await hear(witness, 'room:events')
      const page = await codeOf(ask(witness, 'history:page', { roomId: LOBBY_ID }))
      require(page === 'ok', `a connected client gets answers (${page})`)
      const { clients, stillAway } = await there.recovery(cameAt)
      require(clients + stillAway.length === 0, 'no connected client is disconnected')
      require(crowd.acked() > acked, 'messages flow')
      await everybodyBack(cameAt, { maxMs: BACK_MS })

      await coming.stop()
      const leftAt = now()
      await until(`${small.id} takes people again`, ROOM_AGAIN_MS, () => small.isReady())
      figure('takes people again after s', (now() - leftAt) / 1_000)
      const { socket, reception } = await openRaw(small.address, { cookie })
      require(reception.kind === 'welcome', `a new client is welcome at ${small.id}`)
      require(small.pid === pid, `${small.id} is still the same process`)
      for (const each of [socket, witness]) each.disconnect()
    } finally {
      await Promise.all(groups.map((group) => group.stop()))
      await small.terminate()
      await small.restart()
    }
    await everybodyBack(now(), { maxMs: BACK_MS })
  },
}

/** In terms that a client understands: later, and when. */
async function refusesKindly({ id, address }: Service, cookie: string, { require }: Stage) {
  const { socket, reception } = await openRaw(address, { cookie })
  socket.disconnect()
  const { code, retryable, retryAfterMs = 0 } = (reception.kind === 'refused' && reception.failure) || {}
  require(code === 'too-busy', `${id} refuses a new client with too-busy (${code ?? reception.kind})`)
  require(retryable === true && retryAfterMs > 0, `${id} tells when to try again`)
}

async function isFull({ address }: Service): Promise<boolean> {
  const answer = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch(() => null)
  return ((await answer?.json()) as { overloaded?: boolean } | undefined)?.overloaded === true
}

/** How many are connected, and how many were refused, by its own counters. */
async function readDoor({ address }: Service): Promise<[connected: number, refused: number]> {
  const { values } = readSeries(await (await fetch(`${address}/metrics`)).text())
  return [sum(values, 'parley_sockets'), sum(values, 'parley_handshakes_total', { code: 'too-busy' })]
}
