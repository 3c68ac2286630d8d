import type { RoomId } from '@parley/protocol'
import { fullRoomsKey, roomKeys } from './keys'
import { callsOf, loadScript, type RedisClient } from './script'

/** How long a stored id stays known. Seconds. A later repeat is found in PostgreSQL. */
export const KEEP_IDS_SECONDS = 600
/** Rooms are noted as full once in a tenth of that time. Seconds. */
const NOTED_EVERY_SECONDS = KEEP_IDS_SECONDS / 10

const runTrim = loadScript('trim.lua')

export interface RoomIds {
  roomId: RoomId
  ids: string[]
}

export interface TrimOptions {
  /** How far PostgreSQL has stored the rooms' partition: a barrier below this is removed. Default 0. */
  offset?: number
  keepSeconds?: number
}

interface Trimmed {
  persistedSeq: number
  /** How many seqs the room still knows; 0: only its head is left. */
  left: number
}

/**
 * Reports that PostgreSQL has these ids, and trims the tails up to persistedSeq, for all rooms in one step. Returns each
 * persistedSeq. Null: the head is missing or foreign, and nothing was done.
 */
export async function trim(
  redis: RedisClient,
  prefix: string,
  rooms: RoomIds[],
  options: TrimOptions = {},
): Promise<(number | null)[]> {
  const trimmed = await trimRooms(redis, prefix, rooms, options)
  return trimmed.map((each) => each && each.persistedSeq)
}

/**
 * Deletes the remaining data of rooms in which nothing was stored for some time: no other call trims them any more. Call
 * it regularly; safe to call from many processes.
 */
export async function forgetStored(
  redis: RedisClient,
  prefix: string,
  { keepSeconds = KEEP_IDS_SECONDS }: { keepSeconds?: number } = {},
): Promise<void> {
  const key = fullRoomsKey(prefix)
  const silentSince = nowSeconds() - keepSeconds - NOTED_EVERY_SECONDS
  const roomIds = await redis.zrangebyscore(key, '-inf', silentSince)
  const rooms = roomIds.map((roomId) => ({ roomId, ids: [] }))
  const trimmed = await trimRooms(redis, prefix, rooms, { keepSeconds })
  // A room that is still full has an unstored event, and is checked again then.
  await noteFull(
    redis,
    prefix,
    roomIds.filter((_, i) => trimmed[i] && trimmed[i].left > 0),
  )
  // By score: a room noted again meanwhile stays.
  if (roomIds.length > 0) await redis.zremrangebyscore(key, '-inf', silentSince)
}

async function trimRooms(
  redis: RedisClient,
  prefix: string,
  rooms: RoomIds[],
  options: TrimOptions,
): Promise<(Trimmed | null)[]> {
  const calls = callsOf(redis, rooms).map((some) => callTrim(redis, prefix, some, options))
  return (await Promise.all(calls)).flat()
}

async function callTrim(
  redis: RedisClient,
  prefix: string,
  rooms: RoomIds[],
  { offset = 0, keepSeconds = KEEP_IDS_SECONDS }: TrimOptions,
): Promise<(Trimmed | null)[]> {
  const answers = (await runTrim(
    redis,
    rooms.map(({ roomId }) => roomKeys(prefix, roomId).room),
    [keepSeconds, offset, ...rooms.flatMap(({ ids }) => [ids.length, ...ids])],
  )) as ([persistedSeq: string, left: number, opens: string] | null)[]
  const full = rooms.filter((_, i) => answers[i]?.[2] === '1')
  // Losing the note costs only memory, and with full memory Redis accepts no more.
  await noteFull(
    redis,
    prefix,
    full.map(({ roomId }) => roomId),
  ).catch(() => {})
  return answers.map((answer) => answer && { persistedSeq: Number(answer[0]), left: answer[1] })
}

async function noteFull(redis: RedisClient, prefix: string, roomIds: RoomId[]): Promise<void> {
  if (roomIds.length === 0) return
  const now = nowSeconds()
  await redis.zadd(fullRoomsKey(prefix), ...roomIds.flatMap((roomId) => [now, roomId]))
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1_000)
}
