import { LATENCY_BUCKETS, type MetricDefinitions, type Metrics } from '@parley/service'

/** The metrics of a persister. */
export const definitions = {
  batches: {
    kind: 'counter',
    name: 'parley_persister_batches_total',
    help: 'Partition batches that were stored, each in one transaction with the offset of its partition.',
  },
  batchSeconds: {
    kind: 'histogram',
    name: 'parley_persister_batch_seconds',
    help: 'Time from reading a partition batch to having stored it, including all waits for engines.',
    buckets: [...LATENCY_BUCKETS, 30, 60, 120, 300],
  },
  consumed: {
    kind: 'counter',
    name: 'parley_persister_records_consumed_total',
    help: 'Finished records of the log: their transaction is committed. Each is stored, known or a dead letter.',
  },
  stored: {
    kind: 'counter',
    name: 'parley_persister_events_stored_total',
    help: 'Events that this persister has written to PostgreSQL.',
  },
  redelivered: {
    kind: 'counter',
    name: 'parley_persister_events_known_total',
    help: 'Records without a new event, because PostgreSQL has it already or it stands twice in one batch: repeats of senders, and batches that are read again.',
  },
  sequenced: {
    kind: 'counter',
    name: 'parley_persister_events_sequenced_total',
    help: 'Events that this persister sequenced because the server died, or could not do so.',
  },
  deadLetters: {
    kind: 'counter',
    name: 'parley_persister_dead_letters_total',
    help: 'Records that can never be stored as an event and are kept as dead letters. There should be none.',
    labels: ['reason'],
  },
  lag: {
    kind: 'gauge',
    name: 'parley_persister_lag_records',
    help: 'How far PostgreSQL is behind the log, in each partition that this persister reads. Missing while the end of the log cannot be read.',
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
    help: 'Epochs that this persister started, because Redis had lost a room.',
  },
  seqConflicts: {
    kind: 'counter',
    name: 'parley_persister_seq_conflicts_total',
    help: 'ALARM: events whose seq belongs to another event in PostgreSQL. Nothing is overwritten. There should be none.',
  },
  failures: {
    kind: 'counter',
    name: 'parley_persister_store_failures_total',
    help: 'Failed attempts to store a batch that were repeated; `transient` passes by itself.',
    labels: ['kind'],
  },
} as const satisfies MetricDefinitions

export type PersisterMetrics = Metrics<typeof definitions>
