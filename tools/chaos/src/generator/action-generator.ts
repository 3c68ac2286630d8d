// The clients' actions besides writing: read, leave and join, go offline and come back, close the page, create rooms.
import { setTimeout as sleep } from 'node:timers/promises'
import { LOBBY_ID } from '@parley/protocol'
import { between, pick, type Random } from '../random'
import type { Client } from '../clients/client'

export interface ActionGenerator {
  /** Starts no new action; resolves when the current ones have ended and all clients are back. */
  pause: () => Promise<void>
  resume: () => void
  stop: () => void
}

/** The rate per client, times per second. With 200 clients, one leaves a room every 3 s. */
const RATES = {
  readMark: 1 / 15,
  changeRoom: 1 / 600,
  goOffline: 1 / 400,
  reopen: 1 / 180,
  createRoom: 1 / 12_000,
}
const TICK_MS = 500
const AGAIN_MS = 1_000
const MOST_ROOMS = 4
const MAKERS_FRIENDS = 6

export function startActionGenerator({
  clients,
  mostRooms,
  say,
  random,
}: {
  clients: () => readonly Client[]
  /** The most rooms that are created. */
  mostRooms: number
  say: (line: string) => void
  random: Random
}): ActionGenerator {
  const busy = new Set<Client>()
  const doings = new Set<Promise<void>>()
  let isPaused = true
  let isStopped = false
  let made = 0
  const timer = setInterval(tick, TICK_MS)

  function tick(): void {
    if (isPaused) return
    often(RATES.readMark, (client) => client.readMark(pick(client.rooms(), random) ?? LOBBY_ID))
    often(RATES.changeRoom, (client) => begin(client, changeRoom))
    often(RATES.goOffline, (client) => begin(client, beOffline))
    often(RATES.reopen, (client) => begin(client, async ({ reopen }) => reopen?.()))
    often(RATES.createRoom, (client) => begin(client, makeRoom))
  }

  function often(perSecond: number, act: (client: Client) => void): void {
    let times = (perSecond * clients().length * TICK_MS) / 1_000
    for (; random() < times; times--) {
      const client = pick(clients(), random)
      if (client && !busy.has(client)) act(client)
    }
  }

  function begin(client: Client, act: (client: Client) => Promise<void> | undefined): void {
    busy.add(client)
    const doing = Promise.resolve(act(client))
      .catch((cause: unknown) => say(`${client.name}: ${String(cause)}`))
      .then(() => {
        busy.delete(client)
        doings.delete(doing)
      })
    doings.add(doing)
  }

  async function changeRoom(client: Client): Promise<void> {
    const room = pick(
      client.rooms().filter((each) => each !== LOBBY_ID),
      random,
    )
    // Unsent messages would be refused, and could be appended all the same.
    if (room && client.unsent(room) === 0 && client.isOnline()) await untilDone(() => client.leave(room))
    await pauseFor(between(3_000, 15_000, random))
    const others = clients()
      .flatMap((each) => each.rooms())
      .filter((each) => each !== LOBBY_ID && !client.rooms().includes(each))
    const next = random() < 0.3 ? room : pick(others, random)
    if (next && client.rooms().length < MOST_ROOMS) await untilDone(() => client.join(next))
  }

  async function beOffline(client: Client): Promise<void> {
    if (client.isAway()) return
    client.goOffline()
    await pauseFor(between(1_000, 15_000, random))
    client.comeBack()
  }

  async function makeRoom(client: Client): Promise<void> {
    if (made >= mostRooms) return
    made += 1
    const before = new Set(client.rooms())
    const name = `Room ${made} of ${client.name}, ${Math.floor(random() * 1e9)}`
    if ((await client.createRoom(name)) !== null) return // unreachable: the room may exist, and no client will ever know
    const room = client.rooms().find((each) => !before.has(each))
    if (!room) return
    for (let friends = 0; friends < MAKERS_FRIENDS; friends++) {
      const friend = pick(clients(), random)
      if (friend && !busy.has(friend) && !friend.rooms().includes(room))
        begin(friend, (each) => untilDone(() => each.join(room)))
    }
  }

  /** Repeats until it succeeds or fails for a lasting reason. */
  async function untilDone(act: () => Promise<string | null>): Promise<void> {
    for (;;) {
      const code = await act()
      if (code === null || isStopped || LASTING.has(code)) return
      await sleep(AGAIN_MS)
    }
  }

  async function pauseFor(ms: number): Promise<void> {
    const until = performance.now() + ms
    while (performance.now() < until && !isPaused) await sleep(200)
  }

  return {
    async pause() {
      isPaused = true
      while (doings.size > 0 && !isStopped) await Promise.race([Promise.all(doings), sleep(AGAIN_MS)])
    },
    resume() {
      isPaused = false
    },
    stop() {
      isPaused = true
      isStopped = true
      clearInterval(timer)
    },
  }
}

const LASTING: ReadonlySet<string> = new Set([
  'no-such-room',
  'not-a-member',
  'not-signed-in',
  'lobby-stays',
  'too-many-rooms',
])
