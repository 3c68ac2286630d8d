// All clients that send while the stack is broken: some on the SDK, most on the bare protocol, all through one address.
import { setTimeout as sleep } from 'node:timers/promises'
import { LOBBY_ID } from '@parley/protocol'
import { recoveryOf, type Recovery } from '@parley/testkit/checker'
import type { ReadStoredHeads } from '@parley/testkit/evidence'
import type { Recorder } from '@parley/testkit/history'
import { until } from '@parley/testkit/until'
import type { Random } from './chance'
import { eachOf } from './each-of'
import { startHabits } from './habits'
import { createHeads } from './heads'
import type { CrowdPerson } from './person'
import { createRawPerson } from './raw-person'
import { createSdkPerson } from './sdk-person'
import { findLacking } from './settle'
import { signIn } from './sign-in'
import { startTalk } from './talk'

export interface CrowdOptions {
  /** HAProxy's address: all clients come through it. */
  url: string
  rooms: number
  sdkPeople: number
  rawPeople: number
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
  people: () => number
  /** How many of those are online and have caught up. */
  online: () => number
  /**
   * The clients write this much together from now on, also after `settle`; 0: no client writes, everything else
   * continues.
   */
  setRate: (messagesPerSecond: number) => void
  /** The clients only write; resolves when their other actions have ended. Until `setRate`. */
  onlyTalk: () => Promise<void>
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
    sdkPeople,
    rawPeople,
    messagesPerSecond,
    group = '',
    random,
    storedHeads,
    say,
  } = options
  const heads = createHeads(options.recorder)
  const { recorder, headOf } = heads
  const complaints: string[] = []
  const people: CrowdPerson[] = []

  function onComplaint(what: string): void {
    if (complaints.length < MOST_COMPLAINTS) complaints.push(what)
  }

  async function invite(name: string, kind: 'sdk' | 'raw'): Promise<void> {
    const cookie = await signIn(url, name, onComplaint)
    const parts = { name, url, cookie, recorder, onComplaint, random }
    people.push(kind === 'sdk' ? createSdkPerson({ ...parts, headOf }) : createRawPerson(parts))
  }

  const names = [
    ...Array.from({ length: sdkPeople }, (_, i) => ({ name: `${group}sdk-${i + 1}`, kind: 'sdk' as const })),
    ...Array.from({ length: rawPeople }, (_, i) => ({ name: `${group}raw-${i + 1}`, kind: 'raw' as const })),
  ]
  await eachOf(names, JOINING_AT_ONCE, ({ name, kind }) => invite(name, kind))
  people.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
  await enterRooms(people, rooms, random)
  for (const person of people) person.comeBack()
  await until('everybody online and in sync', READY_LIMIT_MS, () =>
    people.every((person) => person.isInSync()),
  )
  say(`${people.length} people are in ${rooms} rooms and the lobby`)

  const talk = startTalk({ people: () => people, random })
  const habits = startHabits({ people: () => people, mostRooms: Math.ceil(rooms / 2), say, random })
  setRate(messagesPerSecond)

  function setRate(perSecond: number): void {
    recorder.forgetShown()
    talk.setRate(perSecond)
    habits.resume()
  }

  async function settle(limitMs: number): Promise<void> {
    const giveUpAt = performance.now() + limitMs
    recorder.forgetShown()
    talk.setRate(0)
    const paused = habits.pause()
    for (const person of people) if (person.isAway()) person.comeBack()
    await Promise.race([paused, rejectAt(giveUpAt, 'somebody is still joining or leaving a room')])
    for (;;) {
      const lacking = await lackingNow()
      if (lacking.length === 0) break
      if (performance.now() > giveUpAt) throw new Error(`not settled: ${describe(lacking)}`)
      await sleep(CHECK_INTERVAL_MS)
    }
    await eachOf(people, SHOWING_AT_ONCE, async (person) => person.show?.())
  }

  async function lackingNow(): Promise<string[]> {
    const first = findLacking(people, heads, null)
    if (first.length > 0 || !storedHeads) return first
    return findLacking(people, heads, await storedHeads())
  }

  const wanting = () => people.filter((person) => !person.isAway())
  return {
    acked: () => heads.acked(),
    people: () => wanting().length,
    online: () => wanting().filter((person) => person.isBack()).length,
    setRate,
    onlyTalk: () => habits.pause(),
    settle,
    recovery: (since) => recoveryOf(recorder.history, since),
    complaints: () => complaints,
    async stop() {
      talk.stop()
      habits.stop()
      for (const person of people) person.close()
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
async function enterRooms(people: readonly CrowdPerson[], rooms: number, random: Random): Promise<void> {
  for (const person of people) person.watch(LOBBY_ID)
  const makers = people.slice(0, rooms)
  const stamp = Math.floor(random() * 1e9)
  await eachOf([...makers.entries()], JOINING_AT_ONCE, async ([number, maker]) =>
    mustBeDone((tries) => maker.createRoom(`Chaos ${stamp}-${number + 1}-${tries}`)),
  )
  const made = makers.flatMap((maker) => maker.rooms().filter((each) => each !== LOBBY_ID))
  await eachOf([...people.entries()], JOINING_AT_ONCE, async ([number, person]) => {
    const wanted = [made[number % made.length]]
    if (random() < SECOND_ROOM_SHARE) wanted.push(made[Math.floor(random() * made.length)])
    for (const room of wanted)
      if (room && !person.rooms().includes(room)) await mustBeDone(() => person.join(room))
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
