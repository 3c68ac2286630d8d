import { setTimeout as sleep } from 'node:timers/promises'
import { now } from '@parley/testkit/history'
import type { Scenario, Stage } from '../scenarios/scenario'
import { NotPlayableError } from '../stack/not-playable'
import { mend } from './mend'

/** The result of one scenario. */
export interface ScenarioResult {
  name: string
  row: string
  ok: boolean
  /** Why it was not played here; null if it was. A scenario that was not played is `ok` and proves nothing. */
  skipped: string | null
  faults: number
  seconds: number
  /** Messages and changes acknowledged during this scenario. */
  acked: number
  /**
   * Until all clients were online and in sync again, or every written message was seen; the longest of several. Seconds.
   */
  recoverySeconds: number | null
  figures: Record<string, number>
  /** Missed requirements, in sentences. */
  broken: string[]
}

/** The result of the check after a scenario. */
export interface Judgement {
  broken: string[]
  figures?: Record<string, number>
}

type Parts = Pick<
  Stage,
  'stack' | 'crowd' | 'history' | 'random' | 'isShort' | 'messagesPerSecond' | 'say'
> & {
  warmUpMs?: number
}

const CHECK_INTERVAL_MS = 100
/** The load is at its full rate when the first fault comes. */
const WARM_UP_MS = 3_000
const SHORT_TIMEOUT_MS = 120_000
/** A disconnected client has noticed by then. */
const NOTICED_MS = 1_000

/** One scenario from its first fault to the quiet moment after it. Never rejects: a failure is a sentence. */
export async function play(
  scenario: Scenario,
  parts: Parts,
  judge: () => Promise<Judgement>,
): Promise<ScenarioResult> {
  const { stack, crowd, say, isShort, messagesPerSecond, warmUpMs = WARM_UP_MS } = parts
  const beganAt = now()
  const ackedBefore = crowd.acked()
  const deathsBefore = stack.deaths.length
  const complaintsBefore = crowd.complaints().length
  const broken: string[] = []
  const figures: Record<string, number> = {}
  const mortals: string[] = []
  let faults = 0
  let recoverySeconds: number | null = null
  let skipped: string | null = null

  const recovered = (ms: number) => {
    recoverySeconds = Math.max(recoverySeconds ?? 0, Math.round(ms / 100) / 10)
  }
  // The short round shares a CI machine with other work: it reports times, and only waits for the end.
  const inTime = (holds: boolean, sentence: string) => {
    if (!isShort) stage.require(holds, sentence)
    else if (!holds) say(`  slower than the aim: ${sentence}`)
  }
  const stage: Stage = {
    ...parts,
    now,
    fault(what) {
      faults += 1
      say(`  ${what}`)
    },
    require(holds, sentence) {
      if (holds) return
      broken.push(`required: ${sentence}`)
      say(`  FAILED: ${sentence}`)
    },
    figure: (name, value) => void (figures[name] = Math.round(value * 10) / 10),
    mayDie: (...services) => void mortals.push(...services),
    async everybodyBack(since, { p95Ms = Infinity, maxMs }) {
      await sleep(NOTICED_MS)
      const timeoutMs = isShort ? SHORT_TIMEOUT_MS : maxMs * 2
      const giveUpAt = since + timeoutMs
      while (crowd.online() < crowd.clients() && now() < giveUpAt) await sleep(CHECK_INTERVAL_MS)
      const missing = crowd.clients() - crowd.online()
      if (missing > 0) return void broken.push(`${missing} people are not back after ${timeoutMs / 1_000} s`)
      const { p95, max } = crowd.recovery(since)
      recovered(max)
      figures['back p95 s'] = Math.max(figures['back p95 s'] ?? 0, Math.round(p95 / 100) / 10)
      inTime(p95 <= p95Ms, `19 of 20 people are back within ${p95Ms} ms (${Math.round(p95)} ms)`)
      inTime(max <= maxMs, `everybody is back within ${maxMs} ms (${Math.round(max)} ms)`)
    },
    thrownOff: (since) =>
      parts.history.connections.filter(
        ({ kind, at, isOwnWill }) => kind === 'lost' && at >= since && !isOwnWill,
      ).length,
    async everythingSeen(since, limitMs) {
      await settle(crowd, broken)
      const { seenMax } = crowd.recovery(since)
      recovered(seenMax)
      inTime(seenMax <= limitMs, `all is sent and seen within ${limitMs} ms (${Math.round(seenMax)} ms)`)
      crowd.setRate(messagesPerSecond)
    },
  }

  say(`${scenario.name} (${scenario.row})`)
  crowd.setRate(messagesPerSecond)
  await sleep(warmUpMs)
  try {
    await within(scenario.limitMinutes ?? LIMIT_MINUTES, scenario.run(stage))
  } catch (error) {
    if (error instanceof NotPlayableError) skipped = error.message
    else broken.push(`it could not be played: ${(error as Error).message}`)
  }
  await mendAndJudge()
  return {
    name: scenario.name,
    row: scenario.row,
    ok: broken.length === 0,
    skipped,
    faults,
    seconds: Math.round((now() - beganAt) / 1_000),
    acked: crowd.acked() - ackedBefore,
    recoverySeconds,
    figures,
    broken,
  }

  async function mendAndJudge() {
    try {
      await mend(parts)
      await settle(crowd, broken)
      const judgement = await judge()
      broken.push(...judgement.broken)
      Object.assign(figures, judgement.figures)
    } catch (error) {
      broken.push(`it could not be judged: ${(error as Error).message}`)
    }
    const complaints = crowd.complaints().slice(complaintsBefore)
    broken.push(...complaints.map((complaint) => `somebody was shown an error: ${complaint}`))
    const deaths = stack.deaths.slice(deathsBefore)
    const unwanted = deaths.filter((death) => !mortals.some((mortal) => death.startsWith(mortal)))
    broken.push(...unwanted.map((death) => `a service ended by itself: ${death}`))
    if (deaths.length > unwanted.length) figures['ended by themselves'] = deaths.length - unwanted.length
    for (const error of stack.logs.takeErrors()) say(`  logged as an error: ${error}`)
  }
}

/** For a scenario whose stack is not available here. */
export function notPlayed({ name, row }: Scenario, why: string): ScenarioResult {
  const nothing = {
    ok: true,
    faults: 0,
    seconds: 0,
    acked: 0,
    recoverySeconds: null,
    figures: {},
    broken: [],
  }
  return { name, row, ...nothing, skipped: why }
}

/** Longer than any scenario takes, even on a busy machine. */
const LIMIT_MINUTES = 6

async function within(limitMinutes: number, run: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    const say = () => reject(new Error(`it went on for more than ${limitMinutes} min`))
    timer = setTimeout(say, limitMinutes * 60_000)
  })
  await Promise.race([run, limit]).finally(() => clearTimeout(timer))
}

/** A client that is not quiet after this time has lost something. */
const SETTLE_LIMIT_MS = 90_000

async function settle(crowd: Stage['crowd'], broken: string[]) {
  await crowd.settle(SETTLE_LIMIT_MS).catch((error: Error) => broken.push(error.message))
}
