// All clients that send while the stack is broken: some on the SDK, most on the bare protocol, all through one address.
import { setTimeout as sleep } from 'node:timers/promises'
import { LOBBY_ID } from '@parley/protocol'
import { recoveryOf, type Recovery } from '@parley/testkit/checker'
import type { ReadStoredHeads } from '@parley/testkit/evidence'
import type { Recorder } from '@parley/testkit/history'
import { until } from '@parley/testkit/until'
import type { Random } from '../random'
import { eachOf } from '../clients/each-of'
import { startActionGenerator } from '../generator/action-generator'
import { createHeads } from './heads'
import type { Client } from '../clients/client'
import { createRawClient } from '../clients/raw-client'
import { createSdkClient } from '../clients/sdk-client'
import { findLacking } from './settle'
import { signIn } from '../clients/sign-in'
import { startMessageGenerator } from '../generator/message-generator'

export interface CrowdOptions {
  /** HAProxy's address: all clients come through it. */
  url: string
  rooms: number
  sdkClients: number
  rawClients: number
  messagesPerSecond: number
  random: Random
  /** Several crowds on one stack need one recorder: otherwise the messages of the others would have no writer. */
  recorder: Recorder
  /** Prefix of each name, for several crowds. */
  group?: string
  /** With it `settle` also waits until PostgreSQL has everything. */
  storedHeads?: ReadStoredHeads
  say: (line: string) => void
}

export interface Crowd {
  acked: () => number
  /** Clients that want to be online now, without those that went offline by themselves. */
  clients: () => number
  /** How many of those are online and have caught up. */
  online: () => number
  /**
   * The clients write this much together from now on, also after `settle`; 0: no client writes, everything else
   * continues.
   */
  setRate: (messagesPerSecond: number) => void
  /** The clients only write; resolves when their other actions have ended. Until `setRate`. */
  onlyWrite: () => Promise<void>
  /**
   * No client writes, leaves or goes offline any more; all come back. Resolves when every written message has ended, is
   * stored and stands in every view, and every page was read as far as it must. Rejects after the limit with the missing
   * parts per client. `setRate` resumes.
   */
  settle: (limitMs: number) => Promise<void>
  /** How long it took from `since` until all clients were online and in sync again. Call it after `settle`. */
  recovery: (since: number) => Recovery
  /** Unexpected permanent refusals; at most 1,000. */
  complaints: () => readonly string[]
  stop: () => Promise<void>
}

const READY_LIMIT_MS = 120_000
const JOINING_AT_ONCE = 8
const SHOWING_AT_ONCE = 8
const MOST_COMPLAINTS = 1_000
/** The share of clients in a second room. */
const SECOND_ROOM_SHARE = 0.5

/** Resolves when all clients are online and in their rooms; they send from then on. */
export async function startCrowd(options: CrowdOptions): Promise<Crowd> {
  const {
    url,
    rooms,
    sdkClients,
    rawClients,
    messagesPerSecond,
    group = '',
    random,
    storedHeads,
    say,
  } = options
  const heads = createHeads(options.recorder)
  const { recorder, headOf } = heads
  const complaints: string[] = []
  const clients: Client[] = []

  function onComplaint(what: string): void {
    if (complaints.length < MOST_COMPLAINTS) complaints.push(what)
  }

  async function invite(name: string, kind: 'sdk' | 'raw'): Promise<void> {
    const cookie = await signIn(url, name, onComplaint)
    const parts = { name, url, cookie, recorder, onComplaint, random }
    clients.push(kind === 'sdk' ? createSdkClient({ ...parts, headOf }) : createRawClient(parts))
  }

  const names = [
    ...Array.from({ length: sdkClients }, (_, i) => ({ name: `${group}sdk-${i + 1}`, kind: 'sdk' as const })),
    ...Array.from({ length: rawClients }, (_, i) => ({ name: `${group}raw-${i + 1}`, kind: 'raw' as const })),
  ]
  await eachOf(names, JOINING_AT_ONCE, ({ name, kind }) => invite(name, kind))
  clients.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
  await enterRooms(clients, rooms, random)
  for (const client of clients) client.comeBack()
  await until('everybody online and in sync', READY_LIMIT_MS, () =>
    clients.every((client) => client.isInSync()),
  )
  say(`${clients.length} people are in ${rooms} rooms and the lobby`)

  const messages = startMessageGenerator({ clients: () => clients, random })
  const actions = startActionGenerator({
    clients: () => clients,
    mostRooms: Math.ceil(rooms / 2),
    say,
    random,
  })
  setRate(messagesPerSecond)

  function setRate(perSecond: number): void {
    recorder.forgetShown()
    messages.setRate(perSecond)
    actions.resume()
  }

  async function settle(limitMs: number): Promise<void> {
    const giveUpAt = performance.now() + limitMs
    recorder.forgetShown()
    messages.setRate(0)
    const paused = actions.pause()
    for (const client of clients) if (client.isAway()) client.comeBack()
    await Promise.race([paused, rejectAt(giveUpAt, 'somebody is still joining or leaving a room')])
    for (;;) {
      const lacking = await lackingNow()
      if (lacking.length === 0) break
      if (performance.now() > giveUpAt) throw new Error(`not settled: ${describe(lacking)}`)
      await sleep(CHECK_INTERVAL_MS)
    }
    await eachOf(clients, SHOWING_AT_ONCE, async (client) => client.show?.())
  }

  async function lackingNow(): Promise<string[]> {
    const first = findLacking(clients, heads, null)
    if (first.length > 0 || !storedHeads) return first
    return findLacking(clients, heads, await storedHeads())
  }

  const wanting = () => clients.filter((client) => !client.isAway())
  return {
    acked: () => heads.acked(),
    clients: () => wanting().length,
    online: () => wanting().filter((client) => client.isBack()).length,
    setRate,
    onlyWrite: () => actions.pause(),
    settle,
    recovery: (since) => recoveryOf(recorder.history, since),
    complaints: () => complaints,
    async stop() {
      messages.stop()
      actions.stop()
      for (const client of clients) client.close()
    },
  }
}

const CHECK_INTERVAL_MS = 500
const MOST_NAMED = 12

function describe(lacking: readonly string[]): string {
  const named = lacking.slice(0, MOST_NAMED).join('; ')
  return lacking.length > MOST_NAMED ? `${named}; and ${lacking.length - MOST_NAMED} more` : named
}

function rejectAt(giveUpAt: number, what: string): Promise<never> {
  return new Promise((_, reject) =>
    setTimeout(
      () => reject(new Error(`not settled: ${what}`)),
      Math.max(0, giveUpAt - performance.now()),
    ).unref(),
  )
}

/** The first clients create the rooms; then each client has one, half of them a second, and all are in the lobby. */
async function enterRooms(clients: readonly Client[], rooms: number, random: Random): Promise<void> {
  for (const client of clients) client.watch(LOBBY_ID)
  const makers = clients.slice(0, rooms)
  const stamp = Math.floor(random() * 1e9)
  await eachOf([...makers.entries()], JOINING_AT_ONCE, async ([number, maker]) =>
    mustBeDone((tries) => maker.createRoom(`Chaos ${stamp}-${number + 1}-${tries}`)),
  )
  const made = makers.flatMap((maker) => maker.rooms().filter((each) => each !== LOBBY_ID))
  await eachOf([...clients.entries()], JOINING_AT_ONCE, async ([number, client]) => {
    const wanted = [made[number % made.length]]
    if (random() < SECOND_ROOM_SHARE) wanted.push(made[Math.floor(random() * made.length)])
    for (const room of wanted)
      if (room && !client.rooms().includes(room)) await mustBeDone(() => client.join(room))
  })
}

const TRIES = 5

/** The name of a room that may have been created is taken, so each attempt has its own. */
async function mustBeDone(act: (tries: number) => Promise<string | null>): Promise<void> {
  for (let tries = 1; ; tries++) {
    const code = await act(tries)
    if (code === null) return
    if (tries === TRIES) throw new Error(`somebody could not enter a room: ${code}`)
    await sleep(tries * 500)
  }
}
