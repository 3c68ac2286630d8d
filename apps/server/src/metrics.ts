import { LATENCY_BUCKETS, type MetricDefinitions, type Metrics } from '@parley/service'

/**
 * The metrics of a server. Every request is counted when it comes and when it is answered, and every accepted message
 * once, so the counts of the path add up. The documentation's page of the metrics shows how, and `npm run chaos` checks
 * it.
 */
export const definitions = {
  again: {
    kind: 'counter',
    name: 'parley_sends_again_total',
    help: 'Repeated messages by the result of the duplicate lookup. `ok`: sent before, answered again. `id-taken`: the id belongs to another event. `not-confirmed`: the lookup failed. `unsaid`: not found, so it continues as a new message.',
    labels: ['code'],
  },
  publish: {
    kind: 'counter',
    name: 'parley_publish_total',
    help: 'Messages that were parsed, authorised and within the limits, and so entered the path to the log.',
  },
  published: {
    kind: 'counter',
    name: 'parley_publish_answered_total',
    help: 'Results of the messages that entered the path. `ok` is acknowledged. `live-unavailable`, `not-appended`, `storage-behind` and `too-busy` are certainly not in the log; after `maybe-appended` and `not-confirmed` the log may have them, and their senders ask again.',
    labels: ['code'],
  },
  publishing: {
    kind: 'gauge',
    name: 'parley_publish_in_flight',
    help: 'Messages on the path that are not answered yet.',
  },
  publishSeconds: {
    kind: 'histogram',
    name: 'parley_publish_seconds',
    help: 'Time from accepting a message to its acknowledgement (`whole`), of one append of a batch to the log (`append`), and of sequencing in one room (`deliver`).',
    labels: ['step'],
    buckets: LATENCY_BUCKETS,
  },
  appended: {
    kind: 'counter',
    name: 'parley_log_appended_total',
    help: 'Messages that the log has acknowledged: they exist.',
  },
  appendFailed: {
    kind: 'counter',
    name: 'parley_log_append_failed_total',
    help: 'Messages that the log did not acknowledge in time: it may have them.',
  },
  attemptFailed: {
    kind: 'counter',
    name: 'parley_log_attempt_failed_total',
    help: 'Messages in failed attempts to append. An attempt is repeated while a client waits for it, and the log may have a message of a failed attempt all the same.',
  },
  unstored: {
    kind: 'histogram',
    name: 'parley_room_unstored_events',
    help: 'Events of a room that waited to be stored, read whenever the room gets new events.',
    buckets: [0, 10, 100, 1_000, 5_000, 10_000, 25_000, 50_000],
  },
  sockets: {
    kind: 'gauge',
    name: 'parley_sockets',
    help: 'Connected users, counted by their tabs.',
  },
  handshakes: {
    kind: 'counter',
    name: 'parley_handshakes_total',
    help: 'Connections that were welcomed (`ok`) or refused, by code.',
    labels: ['code'],
  },
  received: {
    kind: 'counter',
    name: 'parley_requests_received_total',
    help: 'Requests over the socket, counted on arrival. Requests not answered yet are the difference to `parley_requests_total`.',
    labels: ['event'],
  },
  requests: {
    kind: 'counter',
    name: 'parley_requests_total',
    help: 'Requests over the socket by answer: `ok`, or the code of the refusal. An event that the server does not know counts as `unknown`.',
    labels: ['event', 'code'],
  },
  requestSeconds: {
    kind: 'histogram',
    name: 'parley_request_seconds',
    help: 'Time from the arrival of a request over the socket to its answer.',
    labels: ['event'],
    buckets: LATENCY_BUCKETS,
  },
  syncAnswers: {
    kind: 'counter',
    name: 'parley_sync_answers_total',
    help: 'Rooms read for `rooms:sync`, by the kind of answer.',
    labels: ['kind'],
  },
  catchUpReads: {
    kind: 'counter',
    name: 'parley_catch_up_reads_total',
    help: 'Reads of the events after a cursor, or of the newest page of a room: with a database read of their own (`read`), or together with others that asked during the previous read (`shared`).',
    labels: ['how'],
  },
  restAnswers: {
    kind: 'counter',
    name: 'parley_rest_answers_total',
    help: 'Answers of the REST API by status.',
    labels: ['status'],
  },
  slowConsumers: {
    kind: 'counter',
    name: 'parley_slow_consumers_cut_total',
    help: 'Connections that were cut because their client did not read: too many `packets` or `bytes` waited for it, or the oldest packet reached the limit of `age`.',
    labels: ['why'],
  },
  liveDelayed: {
    kind: 'gauge',
    name: 'parley_live_delayed',
    help: '1 while this server cannot reach Redis: its users see messages late and cannot send.',
  },
  isolated: {
    kind: 'gauge',
    name: 'parley_isolated_from_redis',
    help: '1 while this server cannot reach Redis and another one can: it is not ready, and has asked its clients to reconnect elsewhere.',
  },
  overloaded: {
    kind: 'gauge',
    name: 'parley_overloaded',
    help: '1 while this server is overloaded: it is not ready, refuses new connections with `too-busy`, and serves the connected clients.',
  },
  degraded: {
    kind: 'counter',
    name: 'parley_live_failed_total',
    help: 'Failed calls of the Socket.IO adapter to Redis. Catch-up brings the lost events.',
    labels: ['operation'],
  },
  purged: {
    kind: 'counter',
    name: 'parley_purged_total',
    help: 'Expired `sessions` and abandoned `guests` that this server deleted.',
    labels: ['what'],
  },
} as const satisfies MetricDefinitions

export type ServerMetrics = Metrics<typeof definitions>
