import type { Consumer, Kafka } from 'kafkajs'

export interface KafkaConsumerTimes {
  /** A consumer without a heartbeat for this time counts as dead, and the others get its partitions. Milliseconds. */
  sessionTimeoutMs: number
  /** See Watchdog. */
  silenceMs: number
}

/**
 * How long a fetch waits for the first record, and so how long a reposition waits. A record ends the fetch at once.
 * Milliseconds.
 */
const FETCH_WAIT_MS = 250
/** Shorter than the watchdog's timeout: no heartbeat is sent meanwhile. */
const REBALANCE_TIMEOUT_MS = 20_000
/**
 * A consumer learns within this time that partitions have left a frozen broker; kafkajs does not ask otherwise.
 * Milliseconds.
 */
const METADATA_MAX_AGE_MS = 10_000

/** kafkajs's consumer with the settings that matter here; not connected yet. */
export function createGroupMember(
  client: Kafka,
  group: string,
  { sessionTimeoutMs }: KafkaConsumerTimes,
): Consumer {
  return client.consumer({
    groupId: group,
    allowAutoTopicCreation: false,
    sessionTimeout: sessionTimeoutMs,
    heartbeatInterval: Math.min(3_000, sessionTimeoutMs / 3),
    rebalanceTimeout: REBALANCE_TIMEOUT_MS,
    metadataMaxAge: METADATA_MAX_AGE_MS,
    maxWaitTimeInMs: FETCH_WAIT_MS,
    minBytes: 1,
    maxBytes: 4 * 1024 * 1024,
    retry: {
      // Effectively unlimited: kafkajs counts retries over the whole life of a consumer. The watchdog decides when to
      // give up.
      retries: Number.MAX_SAFE_INTEGER,
      // After a restart in one process, two members with the same partition were seen (#1593).
      restartOnFailure: async () => false,
    },
  })
}
