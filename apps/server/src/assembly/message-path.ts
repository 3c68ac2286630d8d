import type { Delivery } from '@parley/delivery'
import type { Logger } from '@parley/service'
import type { RoomId } from '@parley/protocol'
import { createIsSequencing, createIsRecovering } from '../catch-up/recovery'
import { createStoredOffset } from '../catch-up/stored-offset'
import type { Config } from '../config'
import type { Engines } from '../lifecycle/engines'
import type { ServerMetrics } from '../metrics'
import { createBacklog } from '../publish/backlog'
import { createSequenceRoom } from '../publish/sequence-room'
import { createPublisher, type Publisher } from '../publish/publisher'
import { createDuplicateLookup, type DuplicateLookup } from '../publish/duplicate-lookup'
import { watchAppend, watchSequence, watchPublisher } from '../watch-path'

export interface MessagePath {
  publisher: Publisher
  duplicateLookup: DuplicateLookup
  storedOffset: (roomId: RoomId) => Promise<number>
  isRecovering: ReturnType<typeof createIsRecovering>
}

/** The message path: append -> sequence and publish -> answer. */
export function assembleMessagePath(parts: {
  config: Config
  engines: Engines
  delivery: Delivery
  isLive: () => boolean
  takesRecords: () => boolean
  metrics: ServerMetrics
  nowMs: () => number
  logger: Logger
}): MessagePath {
  const { config, engines, delivery, isLive, takesRecords, metrics, nowMs, logger } = parts
  const { database, eventLog } = engines
  const storedOffset = createStoredOffset(database.offsets, eventLog)
  const isRecovering = createIsRecovering(storedOffset)
  const duplicateLookup = createDuplicateLookup({ delivery, events: database.events })
  const backlog = createBacklog({
    most: config.unstoredMaxPerRoom,
    countUnstored: (roomId) => delivery.countUnstored(roomId),
    nowMs,
  })
  const sequenceRoom = createSequenceRoom({
    delivery: watchSequence(delivery, metrics, nowMs),
    duplicateLookup,
    storedOffset,
    isSequencing: createIsSequencing(delivery, isRecovering),
    backlog,
    nowMs,
    logger,
  })
  const append = watchAppend(eventLog, metrics, nowMs)
  const path = createPublisher({
    eventLog: append,
    takesRecords,
    isLive,
    backlog,
    sequenceRoom,
    nowMs,
    logger,
  })
  return { publisher: watchPublisher(path, metrics, nowMs), duplicateLookup, storedOffset, isRecovering }
}
