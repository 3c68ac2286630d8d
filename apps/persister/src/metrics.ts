import { LATENCY_BUCKETS, type MetricDefinitions, type Metrics } from '@parley/service'

/** What a persister counts. */
export const definitions = {
  batches: {
    kind: 'counter',
    name: 'parley_persister_batches_total',
    help: 'Batches of one partition that were stored, each in one transaction with the offset of its partition.',
  },
  batchSeconds: {
    kind: 'histogram',
    name: 'parley_persister_batch_seconds',
    help: 'From reading a batch of the log to having stored it, all waiting for engines included.',
    buckets: [...LATENCY_BUCKETS, 30, 60, 120, 300],
  },
  consumed: {
    kind: 'counter',
    name: 'parley_persister_records_consumed_total',
    help: 'Records of the log that are done with: their transaction is committed. Each is stored, known or a dead letter.',
  },
  stored: {
    kind: 'counter',
    name: 'parley_persister_events_stored_total',
    help: 'Events that this persister has written to PostgreSQL.',
  },
  redelivered: {
    kind: 'counter',
    name: 'parley_persister_events_known_total',
    help: 'Records that brought nothing new, because PostgreSQL had their event already or it stands twice in one batch: repeats of senders, and batches that are read again.',
  },
  sequenced: {
    kind: 'counter',
    name: 'parley_persister_events_sequenced_total',
    help: 'Events that this persister sequenced because a server died, or could not do so.',
  },
  deadLetters: {
    kind: 'counter',
    name: 'parley_persister_dead_letters_total',
    help: 'Records that can never be stored as an event and are kept as they are. There should be none.',
    labels: ['reason'],
  },
  lag: {
    kind: 'gauge',
    name: 'parley_persister_lag_records',
    help: "How far PostgreSQL is behind the log, in each partition that this persister reads. Not told while the log's end cannot be read.",
    labels: ['partition'],
  },
  waiting: {
    kind: 'gauge',
    name: 'parley_persister_partitions_waiting',
    help: 'ALARM: partitions that wait because a newer version wrote their next record. Upgrade this persister.',
  },
  epochsStarted: {
    kind: 'counter',
    name: 'parley_persister_epochs_started_total',
    help: 'Epochs started, because Redis had lost a room.',
  },
  seqConflicts: {
    kind: 'counter',
    name: 'parley_persister_seq_conflicts_total',
    help: 'ALARM: events whose number another event has in PostgreSQL. Nothing is overwritten. There should be none.',
  },
  failures: {
    kind: 'counter',
    name: 'parley_persister_store_failures_total',
    help: 'Attempts to store a batch that failed and were repeated; `transient` passes by itself.',
    labels: ['kind'],
  },
} as const satisfies MetricDefinitions

export type PersisterMetrics = Metrics<typeof definitions>
