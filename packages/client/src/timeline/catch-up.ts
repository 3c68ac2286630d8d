// Requests the parts that an opened room lacks: its newest page, the events in a gap. `timeline.ts` decides what is
// needed; this file decides when: at once after a reconnect, after a timeout for a gap, with backoff after a failure.
import { failure, type Cursor, type Failure, type SequencedEvent, type RoomId } from '@parley/protocol'
import type { Ask } from '../connection/answer'
import { ASK_AGAIN, waitMs } from '../connection/backoff'
import { GAP_TIMEOUT_MS } from './gap'
import { cursorPages, readSyncAnswers, type SyncOutcome } from './sync-answers'
import { applyNewestPage, applySync, beforeQuestion, needOf } from './timeline'
import type { Timelines } from './timelines'

type Need = 'page' | 'sync'

interface Waiting {
  /** Needed regardless of the timeline: after a reconnect, or an answer that did not come. */
  forced: Need | null
  /** Requests since nothing was needed. */
  attempt: number
  timer?: ReturnType<typeof setTimeout>
  isAsking: boolean
}

/** After this many requests in a row, requests that follow an answer wait, too: no fast endless loop. */
const QUICK_QUESTIONS = 3

interface CatchUp {
  /** The room changed: requests what it needs. */
  consider: (roomId: RoomId) => void
  /** Requests now, unconditionally: the missed events, or the first page. */
  refresh: (roomId: RoomId) => void
  /** A new connection: one sync for all rooms. */
  connected: () => void
  forget: (roomId: RoomId) => void
  clear: () => void
}

export function createCatchUp({
  ask,
  timelines,
  isOnline,
  meId,
  onEvents,
  random,
}: {
  ask: Ask
  timelines: Timelines
  isOnline: () => boolean
  meId: () => string | null
  /** Called with every event of an answer, after it is in its timeline. */
  onEvents: (roomId: RoomId, events: readonly SequencedEvent[]) => void
  random: () => number
}): CatchUp {
  const waits = new Map<string, Waiting>()
  let dueForSync = new Set<string>()
  let isFlushPlanned = false

  function waitOf(roomId: RoomId): Waiting {
    const wait = waits.get(roomId) ?? { forced: null, attempt: 0, isAsking: false }
    waits.set(roomId, wait)
    return wait
  }

  function needed(roomId: RoomId): Need | null {
    const timeline = timelines.get(roomId)
    if (!timeline) return null
    const need = waits.get(roomId)?.forced ?? needOf(timeline)
    return need === 'nothing' ? null : need
  }

  function consider(roomId: RoomId): void {
    if (!timelines.get(roomId)) return
    const need = needed(roomId)
    if (!need) return calm(waitOf(roomId))
    // All clients in the room learn of a new epoch at once; they should not all ask in the same moment.
    plan(roomId, need === 'page' ? random() * GAP_TIMEOUT_MS : GAP_TIMEOUT_MS)
  }

  function plan(roomId: RoomId, delayMs: number): void {
    const wait = waitOf(roomId)
    if (wait.timer || wait.isAsking || !isOnline()) return
    wait.timer = setTimeout(() => {
      wait.timer = undefined
      due(roomId)
    }, delayMs)
  }

  function due(roomId: RoomId): void {
    const need = isOnline() ? needed(roomId) : null
    if (need === 'page') void askNewestPage(roomId)
    if (need === 'sync') askSyncSoon([roomId])
  }

  // Rooms that are due together share one request.
  function askSyncSoon(roomIds: readonly RoomId[]): void {
    for (const roomId of roomIds) dueForSync.add(roomId)
    if (isFlushPlanned) return
    isFlushPlanned = true
    queueMicrotask(() => {
      isFlushPlanned = false
      const roomIdsDue = [...dueForSync]
      dueForSync = new Set()
      void askSync(roomIdsDue)
    })
  }

  async function askSync(roomIds: readonly RoomId[]): Promise<void> {
    const cursors = roomIds.flatMap((roomId) => beginSync(roomId) ?? [])
    for (const page of cursorPages(cursors)) {
      const outcomes = readSyncAnswers(page, await ask('rooms:sync', { rooms: page }))
      outcomes.forEach((outcome, index) => resolveSync(page[index] as Cursor, outcome))
    }
  }

  function beginSync(roomId: RoomId): Cursor | null {
    const wait = waitOf(roomId)
    const timeline = timelines.get(roomId)
    if (!timeline || wait.isAsking) return null
    begin(roomId, wait)
    return { roomId, epoch: timeline.epoch, seq: timeline.seen.cursor }
  }

  function resolveSync(asked: Cursor, outcome: SyncOutcome): void {
    const { roomId } = asked
    switch (outcome.kind) {
      case 'events':
        timelines.change(roomId, (timeline) => applySync(timeline, asked, outcome, meId()))
        onEvents(roomId, outcome.events)
        // The wait must not grow with each of several pages.
        if ((timelines.get(roomId)?.seen.cursor ?? 0) > asked.seq) waitOf(roomId).attempt = 1
        return resolve(roomId, null, { isProgress: false })
      case 'reload':
        return resolve(roomId, 'page', { isProgress: true })
      case 'retry':
        return resolve(roomId, 'sync', { isProgress: false, afterMs: outcome.afterMs })
      case 'not-a-member':
        return fail(roomId, failure('not-a-member'))
      default:
        return outcome satisfies never
    }
  }

  async function askNewestPage(roomId: RoomId): Promise<void> {
    const wait = waitOf(roomId)
    if (wait.isAsking) return
    begin(roomId, wait)
    const answer = await ask('history:page', { roomId, before: null })
    if (answer.kind === 'done') {
      timelines.change(roomId, (timeline) => applyNewestPage(timeline, answer.value))
      onEvents(roomId, answer.value.events)
      return resolve(roomId, null, { isProgress: true })
    }
    if (answer.kind === 'refused') return failPage(roomId, answer.failure)
    resolve(roomId, 'page', { isProgress: false })
  }

  // A room that is already shown stays as it is while its reload is tried again.
  function failPage(roomId: RoomId, why: Failure): void {
    if (!why.retryable) return fail(roomId, why)
    timelines.change(roomId, (timeline) =>
      timeline.status === 'ready' ? timeline : { ...timeline, status: 'failed', failure: why },
    )
    resolve(roomId, 'page', { isProgress: false, afterMs: why.retryAfterMs })
  }

  function fail(roomId: RoomId, why: Failure): void {
    timelines.change(roomId, (timeline) => ({
      ...timeline,
      status: 'failed',
      failure: why,
      loadingOlder: false,
    }))
    resolve(roomId, null, { isProgress: false })
  }

  function begin(roomId: RoomId, wait: Waiting): void {
    clearTimeout(wait.timer)
    Object.assign(wait, { timer: undefined, forced: null, isAsking: true, attempt: wait.attempt + 1 })
    timelines.change(roomId, beforeQuestion)
  }

  function resolve(
    roomId: RoomId,
    forced: Need | null,
    how: { isProgress: boolean; afterMs?: number },
  ): void {
    const wait = waitOf(roomId)
    wait.isAsking = false
    wait.forced = forced ?? wait.forced
    if (!needed(roomId)) return calm(wait)
    const isQuick = how.isProgress && wait.attempt < QUICK_QUESTIONS
    plan(roomId, isQuick ? 0 : waitMs(ASK_AGAIN, wait.attempt - 1, how.afterMs ?? 0, random))
  }

  function calm(wait: Waiting): void {
    clearTimeout(wait.timer)
    Object.assign(wait, { timer: undefined, attempt: wait.isAsking ? wait.attempt : 0 })
  }

  function refresh(roomId: RoomId): void {
    const wait = waitOf(roomId)
    clearTimeout(wait.timer)
    const forced: Need = timelines.get(roomId)?.status === 'ready' ? 'sync' : 'page'
    Object.assign(wait, { timer: undefined, attempt: 0, forced })
    due(roomId)
  }

  function connected(): void {
    for (const roomId of timelines.roomIds()) {
      const why = timelines.get(roomId)?.failure
      if (!why || why.retryable) refresh(roomId)
    }
  }

  function forget(roomId: RoomId): void {
    clearTimeout(waits.get(roomId)?.timer)
    waits.delete(roomId)
  }

  function clear(): void {
    for (const roomId of [...waits.keys()]) forget(roomId)
  }

  return { consider, refresh, connected, forget, clear }
}
