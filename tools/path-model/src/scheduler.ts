// Every call of a part is two turns: the request on its way, and the answer on its way. The world lets one turn happen at
// a time, in any order, so that every order is possible that engines and networks could produce.

/**
 * A process that waits for turns. A dead one gets none any more; a frozen one gets none until the clock has reached the
 * end of its freeze.
 */
export interface Actor {
  name: string
  isDead: boolean
  frozenUntil: number
}

/** The fate of one call: done; never arrived; done, but the answer lost. */
export type Fate = 'done' | 'fails' | 'answer-lost'

export interface Scheduler {
  /** Waits for a turn; with `isReady` the turn cannot come before that is true. */
  turn(actor: Actor, label: string, isReady?: () => boolean): Promise<Fate>
  /** Calls an engine: rejects when the fate of the call, or the engine itself, says so. */
  ask<T>(actor: Actor, label: string, work: () => Promise<T> | T): Promise<T>
  /** Lets one waiting turn happen and waits until every process stands still again. False: no process can continue. */
  release(pick: number, fate: Fate): Promise<boolean>
  /** The number of turns so far. */
  now(): number
  trace(): string[]
}

interface Waiting {
  actor: Actor
  label: string
  isReady: () => boolean
  go: (fate: Fate) => void
}

class AwayError extends Error {
  override readonly name = 'AwayError'
}

export function createActor(name: string): Actor {
  return { name, isDead: false, frozenUntil: 0 }
}

export function createScheduler(): Scheduler {
  const waiting: Waiting[] = []
  const trace: string[] = []
  let working: Promise<unknown> | null = null
  let now = 0

  function turn(actor: Actor, label: string, isReady = () => true): Promise<Fate> {
    return new Promise((go) => waiting.push({ actor, label, isReady, go }))
  }

  async function ask<T>(actor: Actor, label: string, work: () => Promise<T> | T): Promise<T> {
    const fate = await turn(actor, label)
    if (fate === 'fails') throw new AwayError(label)
    const answer = Promise.resolve().then(work)
    working = answer
    const [settled] = await Promise.allSettled([answer])
    await turn(actor, `${label} answered`)
    if (fate === 'answer-lost') throw new AwayError(label)
    if (settled.status === 'rejected') throw settled.reason
    return settled.value
  }

  async function release(pick: number, fate: Fate): Promise<boolean> {
    now += 1
    await nextMacrotask() // a death or a lost connection may just have freed a process
    const able = waiting.filter(
      ({ actor, isReady }) => !actor.isDead && actor.frozenUntil <= now && isReady(),
    )
    const next = able[pick % Math.max(1, able.length)]
    if (!next) return waiting.some(({ actor }) => !actor.isDead && actor.frozenUntil > now)
    waiting.splice(waiting.indexOf(next), 1)
    trace.push(`${next.actor.name}: ${next.label}${fate === 'done' ? '' : ` (${fate})`}`)
    next.go(fate)
    await standStill()
    return true
  }

  /** Every await is a turn or a call of the one engine: between two macrotasks everything else has finished. */
  async function standStill() {
    await nextMacrotask()
    while (working) {
      const work = working
      working = null
      await Promise.allSettled([work])
      await nextMacrotask()
    }
  }

  return { turn, ask, release, now: () => now, trace: () => trace }
}

function nextMacrotask(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
