import type { Database } from '@parley/database'
import type { Delivery } from '@parley/delivery'
import type { EventLog } from '@parley/event-log'
import { decodeRoomEvent } from '@parley/protocol'
import { readRows } from '@parley/testkit/evidence'
import { compareRoom, type RoomEvidence, type Said } from './compare-room'
import type { Finding } from './findings'

export interface Comparison {
  records: number
  stored: number
  waiting: number
  rooms: number
  deadLetters: number
  findings: Finding[]
}

interface Parts {
  database: Pick<Database, 'audit' | 'offsets'>
  delivery: Pick<Delivery, 'read' | 'find'>
  eventLog: Pick<EventLog, 'partitions' | 'partitionOf' | 'read' | 'end'>
}

const IDS_AT_ONCE = 500

/**
 * Compares the log, PostgreSQL and the tails of a system that may be running. The order of reading makes that sound:
 * first the stored offset (every record below it must be stored), then the tail, then PostgreSQL and last the log, which
 * has everything that the others have.
 */
export async function compare(parts: Parts, say: (line: string) => void): Promise<Comparison> {
  const { database, eventLog } = parts
  const total: Comparison = { records: 0, stored: 0, waiting: 0, rooms: 0, deadLetters: 0, findings: [] }
  const offsets = await database.offsets.all()
  const storedRooms = await database.audit.rooms()
  for (let partition = 0; partition < eventLog.partitions; partition++) {
    const rooms = storedRooms.filter((roomId) => eventLog.partitionOf(roomId) === partition)
    const storedOffset = offsets.get(partition) ?? 0
    const compared = await comparePartition(parts, partition, storedOffset, rooms)
    if (compared.records > 0)
      say(`partition ${partition}: ${compared.records} records, ${compared.stored} stored`)
    for (const key of ['records', 'stored', 'waiting', 'rooms', 'deadLetters'] as const)
      total[key] += compared[key]
    total.findings.push(...compared.findings)
  }
  return total
}

async function comparePartition(
  parts: Parts,
  partition: number,
  storedOffset: number,
  storedRooms: string[],
) {
  const { database, delivery } = parts
  const evidence = new Map<string, Omit<RoomEvidence, 'said' | 'logIsWhole'>>()
  for (const roomId of storedRooms) evidence.set(roomId, await readRoom(parts, roomId, storedOffset))
  const deadLetters = await database.audit.deadLetters(partition)
  const log = await readLog(parts, partition)

  const findings: Finding[] = log.unreadable
    .filter((offset) => offset < storedOffset && !deadLetters.includes(offset))
    .map((offset) => ({ kind: 'unreadable', roomId: '-', where: `partition ${partition}, offset ${offset}` }))
  const dead = new Set(deadLetters)
  for (const roomId of new Set([...evidence.keys(), ...log.rooms.keys()])) {
    const room = evidence.get(roomId) ?? (await readRoom(parts, roomId, storedOffset))
    const said = (log.rooms.get(roomId) ?? []).filter(({ offset }) => !dead.has(offset))
    const given = await readGiven(delivery, roomId, [
      ...room.rows.flatMap(({ change }) => change?.id ?? []),
      ...room.tail.map(({ id }) => id),
    ])
    evidence.set(roomId, room)
    findings.push(...compareRoom({ ...room, given, said, logIsWhole: log.isWhole }))
  }
  const sum = (count: (room: Omit<RoomEvidence, 'said' | 'logIsWhole'>) => number) =>
    [...evidence.values()].reduce((so, room) => so + count(room), 0)
  return {
    records: log.records,
    stored: sum(({ rows }) => rows.length),
    waiting: sum(({ tail }) => tail.length),
    rooms: evidence.size,
    deadLetters: deadLetters.length,
    findings,
  }
}

async function readRoom({ database, delivery }: Parts, roomId: string, storedOffset: number) {
  const tail = await delivery.read(roomId, 0)
  const waiting = (tail?.events ?? [])
    .filter(({ seq }) => seq > tail!.persistedSeq)
    .flatMap(({ seq, event }) => {
      const decoded = decodeRoomEvent(event)
      return decoded.kind === 'event' ? [{ seq, id: decoded.event.id, epoch: tail!.epoch }] : []
    })
  const rows = await readRows(database.audit, roomId)
  return {
    roomId,
    storedOffset,
    rows,
    tail: waiting,
    given: new Map<string, { seq: number; epoch: number }>(),
  }
}

async function readGiven(delivery: Parts['delivery'], roomId: string, ids: string[]) {
  const given = new Map<string, { seq: number; epoch: number }>()
  for (let from = 0; from < ids.length; from += IDS_AT_ONCE) {
    const some = ids.slice(from, from + IDS_AT_ONCE)
    const found = await delivery.find(roomId, some)
    some.forEach((id, i) => {
      const known = found[i]
      if (known) given.set(id, { seq: known.seq, epoch: known.epoch })
    })
  }
  return given
}

async function readLog({ eventLog }: Parts, partition: number) {
  const rooms = new Map<string, Said[]>()
  const seen = new Set<string>()
  const unreadable: number[] = []
  let records = 0
  let first: number | null = null
  for await (const { offset, value } of eventLog.read(partition, 0, await eventLog.end(partition))) {
    records += 1
    first ??= offset
    const decoded = decodeRoomEvent(value)
    if (decoded.kind !== 'event') {
      unreadable.push(offset)
      continue
    }
    const { event } = decoded
    const identity = `${event.roomId}/${event.id}`
    if (seen.has(identity)) continue
    seen.add(identity)
    const ofRoom = rooms.get(event.roomId)
    if (ofRoom) ofRoom.push({ offset, event })
    else rooms.set(event.roomId, [{ offset, event }])
  }
  return { rooms, unreadable, records, isWhole: (first ?? 0) === 0 }
}
