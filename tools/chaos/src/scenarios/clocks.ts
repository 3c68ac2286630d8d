import { guestCookie } from '@parley/testkit/raw-socket'
import { withPostgres } from '@parley/testkit/postgres'
import { talkApart, type PageApart } from '../clients/page-apart'
import { shiftedClock } from '../stack/shifted-clock'
import type { Service } from '@parley/testkit/cluster'
import type { Scenario, Stage } from './scenario'
import { seconds } from './times'

const TEN_MINUTES = 10 * 60
const DAY = 24 * 60 * 60
/** Between requesting the time and reading the answer, on a busy machine. */
const TOLERANCE_MS = 5_000
/** Between writing and a server's acceptance: most servers were being restarted. */
const SENDING_LIMIT_MS = 60_000
const PAGE_MESSAGES = 40

/** Two of three servers, and a page, have wrong clocks: positions, sessions and limits do not depend on clocks. */
export const clocks: Scenario = {
  name: 'clocks-apart',
  row: 'clock: one server +10 min, another -10 min, a page +1 day',
  async run(stage) {
    const { stack, say, fault, everybodyBack, everythingSeen, require, crowd, now } = stage
    const [ahead, behind, right] = stack.servers
    if (!ahead || !behind || !right) throw new Error('this takes three servers')
    const environments = [
      await shiftedClock(TEN_MINUTES, say),
      await shiftedClock(-TEN_MINUTES, say),
    ] as const
    const since = now()
    fault(`the clock of ${ahead.id} is 10 min ahead`)
    fault(`the clock of ${behind.id} is 10 min behind`)
    try {
      await Promise.all([ahead.restart(environments[0]), behind.restart(environments[1])])
      await mustBeOff(ahead, TEN_MINUTES)
      await mustBeOff(behind, -TEN_MINUTES)
      await everybodyBack(since, { maxMs: 20_000 })
      await sendAway(stage, right) // otherwise they would all stay on the server that they fled to
      const before = crowd.acked()
      fault('the clock of a page is a day ahead')
      const page = await talkApart(
        { url: stack.url, name: 'Tomorrow', messages: PAGE_MESSAGES, everyMs: 250 },
        await shiftedClock(DAY, say),
      )
      await seconds(5)
      require(crowd.acked() > before, 'messages flow')
      judgePage(stage, page)
      await sessionsHold(stage, ahead, behind)
      await everythingSeen(now(), 10_000)
      await judgeTimes(stage, since)
    } finally {
      await Promise.all([ahead.restart(), behind.restart()])
    }
    await everybodyBack(now(), { maxMs: 20_000 })
  },
}

async function sendAway({ stack, everybodyBack, now }: Stage, { id }: Service) {
  const link = stack.link('haproxy', id)
  const since = now()
  await link.cut()
  await seconds(2) // HAProxy has noticed
  await everybodyBack(since, { maxMs: 20_000 })
  await link.heal()
}

/** Checks the fault itself: without it the rest would prove nothing. */
async function mustBeOff({ id, address }: Service, bySeconds: number) {
  const { headers } = await fetch(`${address}/healthz`)
  const off = Date.parse(headers.get('date') ?? '') - Date.now()
  if (!(Math.abs(off - bySeconds * 1_000) < TOLERANCE_MS))
    throw new Error(`the clock of ${id} is off by ${off} ms`)
}

/** Its messages stand in the order of writing, with the server's times: none of them lies in the future. */
function judgePage({ require, now }: Stage, { shown, clock }: PageApart) {
  if (clock - now() < (DAY - 60) * 1_000) throw new Error('the clock of the page is not ahead')
  const said = shown.map(({ body }) => body)
  const written = Array.from({ length: PAGE_MESSAGES }, (_, nth) => `Tomorrow says ${nth + 1}`)
  require(said.join() ===
    written.join(), 'a page whose clock is wrong has its messages in the order of writing')
  const latest = Math.max(...shown.map(({ at }) => at))
  require(latest <
    now() + TEN_MINUTES * 1_000 + TOLERANCE_MS, "the time that is shown is a server's, not the page's")
}

/** A session made by one server is valid on the others at once. */
async function sessionsHold({ require }: Stage, ...servers: Service[]) {
  for (const maker of servers) {
    const cookie = await guestCookie(maker.address, `Guest of ${maker.id}`)
    for (const { id, address } of servers) {
      const { status } = await fetch(`${address}/api/v1/me`, { headers: { cookie } })
      require(status === 200, `a session of ${maker.id} is valid at ${id} (${status})`)
    }
  }
}

/**
 * The difference between the time of each message and its writing, which its id (UUIDv7) contains: zero, or the error of
 * the clock of the server that accepted it.
 */
async function judgeTimes({ stack, require, figure }: Stage, since: number) {
  const { rows } = await withPostgres(stack.databaseUrl, (client) =>
    client.query<{ id: string; at: Date }>(
      'select id, at from messages where id >= $1::uuid and id < $2::uuid',
      [
        firstIdOf(since),
        firstIdOf(since + 3_600_000), // the page with the clock ahead creates later ones
      ],
    ),
  )
  const off = rows.map(({ id, at }) => at.getTime() - parseInt(id.replaceAll('-', '').slice(0, 12), 16))
  const near = (bySeconds: number) =>
    off.filter((ms) => Math.abs(ms - bySeconds * 1_000) < SENDING_LIMIT_MS).length
  const counts = { ahead: near(TEN_MINUTES), behind: near(-TEN_MINUTES), right: near(0) }
  for (const [clock, count] of Object.entries(counts)) {
    figure(`messages by a clock that is ${clock}`, count)
    if (count === 0) throw new Error(`nobody spoke through a server whose clock is ${clock}`)
  }
  const strange = off.length - counts.ahead - counts.behind - counts.right
  require(strange === 0, `the time of a message is that of its server (${strange} are not)`)
}

/** The lowest UUIDv7 of that moment. */
function firstIdOf(ms: number): string {
  const hex = Math.floor(ms).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}
