// Everybody who talks while the stack is broken: some on the SDK, most on the bare protocol, all through one address.
import { setTimeout as sleep } from 'node:timers/promises'
import { LOBBY_ID } from '@parley/protocol'
import { until } from '@parley/engines/until'
import { recoveryOf, type Recovery } from '../observations/recovery'
import type { Recorder } from '../observations/recording'
import type { ReadStoredHeads } from '../observations/stored-heads'
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
  /** Of HAProxy: everybody comes through it. */
  url: string
  rooms: number
  sdkPeople: number
  rawPeople: number
  messagesPerSecond: number
  random: Random
  /** Several crowds on one stack need one recorder: what others write was written by nobody, else. */
  recorder: Recorder
  /** Before each name, where there are several crowds. */
  group?: string
  /** With it `settle` also waits until PostgreSQL has everything. */
  storedHeads?: ReadStoredHeads
  say: (line: string) => void
}

export interface Crowd {
  acked: () => number
  /** Who wants to be online now: not those who went offline by themselves. */
  people: () => number
  /** Of those, who is online and has caught up with what was missed. */
  online: () => number
  /** They write so much together from now on, also after `settle`; 0: nobody writes, all else goes on. */
  setRate: (messagesPerSecond: number) => void
  /** They write on, and do nothing else; resolves when what they had begun is over. Until `setRate`. */
  onlyTalk: () => Promise<void>
  /**
   * Nobody writes, leaves or goes offline any more; everybody comes back. Resolves when everything written has ended, is
   * stored and stands in every view, and every page was read to where it has to reach. Rejects after the limit with who
   * lacks what. `setRate` makes them go on.
   */
  settle: (limitMs: number) => Promise<void>
  /** How long it took from `since` until everybody was online and in sync again. Ask after `settle`. */
  recovery: (since: number) => Recovery
  /** What was refused for good, and nobody expects; at most 1,000. */
  complaints: () => readonly string[]
  stop: () => Promise<void>
}

const READY_LIMIT_MS = 120_000
const JOINING_AT_ONCE = 8
const SHOWING_AT_ONCE = 8
const MOST_COMPLAINTS = 1_000
/** So many people are in a second room. */
const SECOND_ROOM_SHARE = 0.5

/** Resolves when everybody is online and in their rooms; they talk from then on. */
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
    recovery: (since) => recoveryOf(recorder.recording, since),
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

/** The first people make the rooms; then everybody has one, half of them a second, and all are in the lobby. */
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

/** A room that was perhaps made has a name that is taken, so each try has its own. */
async function mustBeDone(act: (tries: number) => Promise<string | null>): Promise<void> {
  for (let tries = 1; ; tries++) {
    const code = await act(tries)
    if (code === null) return
    if (tries === TRIES) throw new Error(`somebody could not enter a room: ${code}`)
    await sleep(tries * 500)
  }
}
