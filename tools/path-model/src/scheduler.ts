// Every call of a part is two turns: the question on its way, and the answer on its way. The world lets one turn happen at a
// time, whichever it likes, so that every order is possible that engines and networks could make.

/** Who waits for turns: a process. Dead, it gets none any more; frozen, none until the clock has come so far. */
export interface Actor {
  name: string
  isDead: boolean
  frozenUntil: number
}

/** What becomes of one question: done; never arrived; done, but the answer lost ("perhaps done"). */
export type Fate = 'done' | 'fails' | 'answer-lost'

export interface Scheduler {
  /** Waits for a turn; one with `isReady` cannot come before that is true. */
  turn(actor: Actor, label: string, isReady?: () => boolean): Promise<Fate>
  /** Asks an engine: rejects when the fate of the question, or the engine itself, says so. */
  ask<T>(actor: Actor, label: string, work: () => Promise<T> | T): Promise<T>
  /** Lets one waiting turn happen and waits until everybody stands still again. False: nobody can go on. */
  release(pick: number, fate: Fate): Promise<boolean>
  /** Turns that happened. */
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
    await nextMacrotask() // a death or a lost connection may just have set somebody free
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

  /** All that anybody awaits is a turn or the one engine that was asked: between two macrotasks the rest runs dry. */
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
