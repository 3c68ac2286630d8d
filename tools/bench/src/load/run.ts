import { setTimeout as sleep } from 'node:timers/promises'
import type { Audience, Speaker } from './audience'
import { makeBody } from './body'
import { nowMs } from './clock'
import { createHistogram } from './histogram'
import { createPacketCache } from './packet-cache'
import { createMemberView, type MemberResult, type MemberView } from './member-view'
import type { Client } from './client'
import type { RunPlan, RunResult } from './plan'

/** The usual lateness of a timer. A message sent later than this was held up, and its latency includes the delay. */
const TIMER_MS = 1.5
const QUIET_MS = 700
const SETTLE_LIMIT_MS = 20_000

/** Runs one plan: sends, and measures meanwhile. */
export async function playRun(audience: Audience, plan: RunPlan): Promise<RunResult> {
  const { perSecond, inFlight, startMs, measureFromMs, measureUntilMs, nth, processes } = plan
  const deliveryMs = createHistogram()
  const acknowledgementMs = createHistogram()
  const readOnce = createPacketCache()
  const views = createViews(audience)
  const refused: Record<string, number> = {}
  const nextIndex = new Map<number, number>()
  const acknowledgedIn = new Map<number, number>()
  const count = {
    sent: 0,
    acknowledged: 0,
    delivered: 0,
    packets: 0,
    otherPackets: 0,
    deliveredBytes: 0,
    doubled: 0,
    misordered: 0,
  }
  const isMeasured = (atMs: number) => atMs >= measureFromMs && atMs < measureUntilMs
  const lostBefore = audience.lostConnections()
  let turn = 0
  let lastHeardMs = nowMs()

  audience.listen((client, packet, bytes) => {
    const own = views.get(client)
    const at = nowMs()
    lastHeardMs = at
    const messages = readOnce(packet)
    for (const marked of messages) {
      const seen = own?.get(marked.room)?.see(marked)
      if (seen === 'doubled' || seen === 'misordered') count[seen] += 1
      if (isMeasured(at)) count.delivered += 1
      if (isMeasured(marked.plannedMs)) deliveryMs.add(at - marked.plannedMs)
    }
    if (isMeasured(at) && messages.length > 0) {
      count.packets += 1
      count.deliveredBytes += bytes
    } else if (isMeasured(at)) count.otherPackets += 1
  })

  function send(speaker: Speaker, plannedMs: number, onAnswered: () => void) {
    const room = speaker.room.number
    const index = nextIndex.get(room) ?? nth
    nextIndex.set(room, index + processes)
    if (isMeasured(plannedMs)) count.sent += 1
    audience.say(speaker, makeBody({ room, index, plannedMs }), (code) => {
      const at = nowMs()
      if (code) refused[code] = (refused[code] ?? 0) + 1
      else {
        acknowledgedIn.set(room, (acknowledgedIn.get(room) ?? 0) + 1)
        if (isMeasured(at)) count.acknowledged += 1
        if (isMeasured(plannedMs)) acknowledgementMs.add(at - plannedMs)
      }
      onAnswered()
    })
  }
  const nextSpeaker = () => audience.speakers[turn++ % audience.speakers.length]!

  async function sendAtRate(rate: number) {
    for (let due = startMs + (nth * 1_000) / rate / processes; due < measureUntilMs;) {
      const at = nowMs()
      if (due > at) {
        await sleep(Math.max(due - at, 0))
        continue
      }
      send(nextSpeaker(), at - due < TIMER_MS ? at : due, () => undefined)
      due += 1_000 / rate
    }
  }

  /** Senders take turns; each of them has one message under way. */
  async function keepInFlight(most: number) {
    await sleep(Math.max(startMs - nowMs(), 0))
    const idle = [...audience.speakers]
    const sendNext = () => {
      const speaker = idle.shift()
      if (!speaker || nowMs() >= measureUntilMs) return
      send(speaker, nowMs(), () => {
        idle.push(speaker)
        sendNext()
      })
    }
    for (let n = 0; n < most; n++) sendNext()
    await sleep(Math.max(measureUntilMs - nowMs(), 0))
  }

  const cpu = measureCpu(measureFromMs, measureUntilMs)
  if (perSecond !== null) await sendAtRate(perSecond)
  if (inFlight !== null) await keepInFlight(inFlight)
  const giveUpAt = nowMs() + SETTLE_LIMIT_MS
  const isSettled = () => audience.unanswered() === 0 && nowMs() - lastHeardMs > QUIET_MS
  while (!isSettled() && nowMs() < giveUpAt) await sleep(50)

  return {
    ...count,
    refused,
    deliveryMs: deliveryMs.counts(),
    acknowledgementMs: acknowledgementMs.counts(),
    unanswered: audience.unanswered(),
    lostConnections: audience.lostConnections() - lostBefore,
    rooms: membersByRoom(views).map(({ number, members }) => ({
      number,
      acknowledged: acknowledgedIn.get(number) ?? 0,
      members,
    })),
    cpuMs: await cpu,
  }
}

type Views = Map<Client, Map<number, MemberView>>

function createViews({ clients }: Audience): Views {
  const viewsOf = ({ seat }: Client) => new Map(seat.rooms.map(({ number }) => [number, createMemberView()]))
  return new Map(clients.map((client) => [client, viewsOf(client)]))
}

function membersByRoom(views: Views) {
  const rooms = new Map<number, MemberResult[]>()
  for (const own of views.values())
    for (const [number, view] of own) rooms.set(number, [...(rooms.get(number) ?? []), view.result()])
  return [...rooms].map(([number, members]) => ({ number, members }))
}

async function measureCpu(fromMs: number, untilMs: number): Promise<number> {
  await sleep(Math.max(fromMs - nowMs(), 0))
  const before = process.cpuUsage()
  await sleep(Math.max(untilMs - nowMs(), 0))
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}
