import { LATENCY_BUCKETS, type MetricDefinitions, type Metrics } from '@parley/service'

/**
 * What a server counts. Every request is counted when it comes and when it is answered, every accepted message once, and
 * the path can be reckoned up; how is told on the documentation's page of the metrics, and `npm run chaos` does it.
 */
export const definitions = {
  again: {
    kind: 'counter',
    name: 'parley_sends_again_total',
    help: 'Messages that came again because their sender does not know what became of them, by what was found: `ok` was said already, `id-taken` stands for something else, and both are answered so; `not-confirmed` could not be looked up, `unsaid` goes the way of a new message.',
    labels: ['code'],
  },
  publish: {
    kind: 'counter',
    name: 'parley_publish_total',
    help: 'Messages that were parsed, authorised and within the limits, and so began their way to the log.',
  },
  published: {
    kind: 'counter',
    name: 'parley_publish_answered_total',
    help: 'What became of them: `ok` is acknowledged. `live-unavailable`, `not-appended`, `storage-behind` and `too-busy` are surely not in the log; `maybe-appended` and `not-confirmed` were perhaps said, and their senders ask again.',
    labels: ['code'],
  },
  publishing: {
    kind: 'gauge',
    name: 'parley_publish_in_flight',
    help: 'Messages on their way that are not answered yet.',
  },
  publishSeconds: {
    kind: 'histogram',
    name: 'parley_publish_seconds',
    help: 'From taking a message to its acknowledgement (`whole`), and of that one append of a batch to the log (`append`) and one delivery to a room (`deliver`).',
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
    help: 'Messages in attempts to append that failed. An attempt is repeated while somebody waits for it, and what failed may stand in the log all the same.',
  },
  unstored: {
    kind: 'histogram',
    name: 'parley_room_unstored_events',
    help: "How many of a room's events waited to be stored, seen at each delivery to it.",
    buckets: [0, 10, 100, 1_000, 5_000, 10_000, 25_000, 50_000],
  },
  sockets: {
    kind: 'gauge',
    name: 'parley_sockets',
    help: 'People that are connected, counted by their tabs.',
  },
  handshakes: {
    kind: 'counter',
    name: 'parley_handshakes_total',
    help: 'Connections that were welcomed (`ok`), or the code of why not.',
    labels: ['code'],
  },
  received: {
    kind: 'counter',
    name: 'parley_requests_received_total',
    help: 'Requests that came over the socket, counted before anything is done with them. What is not answered yet is the difference to `parley_requests_total`.',
    labels: ['event'],
  },
  requests: {
    kind: 'counter',
    name: 'parley_requests_total',
    help: 'Requests over the socket by what they were answered: `ok`, or the code of the refusal. An event that nobody knows counts as `unknown`.',
    labels: ['event', 'code'],
  },
  requestSeconds: {
    kind: 'histogram',
    name: 'parley_request_seconds',
    help: 'From the arrival of a request over the socket to its answer.',
    labels: ['event'],
    buckets: LATENCY_BUCKETS,
  },
  syncAnswers: {
    kind: 'counter',
    name: 'parley_sync_answers_total',
    help: 'Rooms of `rooms:sync` that were read, by what their cursor was answered.',
    labels: ['kind'],
  },
  catchUpReads: {
    kind: 'counter',
    name: 'parley_catch_up_reads_total',
    help: 'Questions for what a cursor missed, or for the newest page of a room, by how they were answered: by a read of their own (`read`), or by one with others that asked the same while the one before was under way (`shared`).',
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
    help: 'Connections that were cut because their client did not read: too many `packets` or `bytes` waited for it, or the oldest had reached its `age`.',
    labels: ['why'],
  },
  liveDelayed: {
    kind: 'gauge',
    name: 'parley_live_delayed',
    help: '1 while this server cannot reach Redis: its people see late what others say, and cannot send.',
  },
  isolated: {
    kind: 'gauge',
    name: 'parley_isolated_from_redis',
    help: '1 while this server cannot reach Redis and another one can: it is not ready, and has asked its people to move.',
  },
  overloaded: {
    kind: 'gauge',
    name: 'parley_overloaded',
    help: '1 while this server has too much to do: it is not ready and refuses whoever wants to connect with `too-busy`, and serves those it has.',
  },
  degraded: {
    kind: 'counter',
    name: 'parley_live_failed_total',
    help: 'Calls of the Socket.IO adapter to Redis that failed. What was lost so, catch-up brings.',
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
