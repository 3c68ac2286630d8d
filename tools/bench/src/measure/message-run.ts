import { setTimeout as sleep } from 'node:timers/promises'
import { nowMs } from '../load/clock'
import type { LoadWish } from '../load/loads'
import { merge, quantile } from '../load/histogram'
import type { RunResult } from '../load/plan'
import type { MeasuredProcess } from '../system/system'
import type { Bench, Reading } from '../workloads/workload'
import { compareMembers } from './compare-members'
import { cpuMsOf, machineBusyMs } from './cpu'

export const EVERYBODY_ELSE = 'CPU % of everybody else on the machine'
const WARM_UP_MS = 2_500

/** Sends by the plan to the connected clients, and returns the cost. */
export async function runMessages(
  { system, loads, measureMs, profiler }: Bench,
  name: string,
  wish: Pick<LoadWish, 'perSecond' | 'inFlight'>,
): Promise<Reading> {
  const processes = system.processes()
  const pids = processes.map(({ pid }) => pid)
  const run = loads.run({ ...wish, warmUpMs: WARM_UP_MS, measureMs })
  await sleep(run.measureFromMs - nowMs())
  await profiler?.begin()
  const [before, busyBefore] = [cpuMsOf(pids), machineBusyMs()]
  await sleep(run.measureUntilMs - nowMs())
  const cpuMs = cpuMsOf(pids).map((after, i) => after - before[i]!)
  const busyMs = machineBusyMs() - busyBefore
  await profiler?.end(name)
  return read(await run.results, { processes, cpuMs, busyMs, measureMs })
}

interface Spent {
  processes: readonly MeasuredProcess[]
  /** Of each of them. */
  cpuMs: readonly number[]
  /** Of the whole machine. */
  busyMs: number
  measureMs: number
}

function read(results: readonly RunResult[], { processes, cpuMs, busyMs, measureMs }: Spent): Reading {
  const sum = (of: (result: RunResult) => number) => results.reduce((total, each) => total + of(each), 0)
  const acknowledged = sum((each) => each.acknowledged)
  const delivered = sum((each) => each.delivered)
  const refusals = results.flatMap(({ refused }) => Object.entries(refused))
  const refused = refusals.reduce((total, [, count]) => total + count, 0)
  const notConfirmed = refusals.reduce((n, [code, count]) => (code === 'not-confirmed' ? n + count : n), 0)
  const answered = sum(({ rooms }) => rooms.reduce((total, room) => total + room.acknowledged, 0)) + refused
  const delivery = merge(results.map(({ deliveryMs }) => deliveryMs))
  const acknowledgement = merge(results.map(({ acknowledgementMs }) => acknowledgementMs))
  const ours = processes.reduce((total, { isOurs }, i) => (isOurs ? total + cpuMs[i]! : total), 0)
  const all = cpuMs.reduce((total, each) => total + each, 0)
  const loadMs = sum((each) => each.cpuMs)
  const perMessage = (ms: number) => (ms * 1_000) / acknowledged

  return {
    'messages/s': acknowledged / (measureMs / 1_000),
    'deliveries/s': delivered / (measureMs / 1_000),
    'thousand deliveries per CPU-second': delivered / ours,
    'CPU us per message': perMessage(ours),
    'CPU us per message, with Kafka and PostgreSQL': perMessage(all),
    ...Object.fromEntries(
      processes.map(({ name }, i) => [`CPU us per message: ${name}`, perMessage(cpuMs[i]!)]),
    ),
    'delivery p50 ms': quantile(delivery, 0.5),
    'delivery p99 ms': quantile(delivery, 0.99),
    'acknowledgement p50 ms': quantile(acknowledgement, 0.5),
    'acknowledgement p99 ms': quantile(acknowledgement, 0.99),
    'bytes per delivery': sum((each) => each.deliveredBytes) / delivered,
    'deliveries per packet': delivered / sum((each) => each.packets),
    'other packets per message': sum((each) => each.otherPackets) / acknowledged,
    'not-confirmed %': (100 * notConfirmed) / answered,
    'refused %': (100 * refused) / answered,
    'CPU % of the load processes': (100 * loadMs) / measureMs,
    // In % of a core. Above a few percent, latencies depend more on the other processes than on the system.
    [EVERYBODY_ELSE]: (100 * Math.max(busyMs - all - loadMs, 0)) / measureMs,
    unanswered: sum((each) => each.unanswered),
    'lost connections': sum((each) => each.lostConnections),
    ...compareMembers(results),
    doubled: sum((each) => each.doubled),
    'arrivals out of order': sum((each) => each.misordered),
  }
}
