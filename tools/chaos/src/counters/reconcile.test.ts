import { expect, test } from 'vitest'
import { reconcile, type Tally } from './reconcile'
import { readSeries, type Series } from './series'

const server = {
  'parley_requests_received_total{event="message:send"}': 12,
  'parley_requests_total{event="message:send",code="ok"}': 8,
  'parley_requests_total{event="message:send",code="not-confirmed"}': 1,
  'parley_requests_total{event="message:send",code="maybe-appended"}': 1,
  'parley_requests_total{event="message:send",code="too-busy"}': 1,
  'parley_requests_total{event="message:send",code="message-empty"}': 1,
  'parley_sends_again_total{code="ok"}': 1,
  'parley_sends_again_total{code="unsaid"}': 1,
  parley_publish_total: 10,
  'parley_publish_answered_total{code="ok"}': 7,
  'parley_publish_answered_total{code="not-confirmed"}': 1,
  'parley_publish_answered_total{code="maybe-appended"}': 1,
  'parley_publish_answered_total{code="too-busy"}': 1,
  parley_publish_in_flight: 0,
  parley_log_appended_total: 8,
  parley_log_append_failed_total: 1,
  parley_log_attempt_failed_total: 2,
}
const persister = {
  parley_persister_records_consumed_total: 11,
  parley_persister_events_stored_total: 7,
  parley_persister_events_known_total: 2,
  'parley_persister_dead_letters_total{reason="not JSON"}': 2,
}

type Values = Record<string, number>
type Planted = { server?: Values; persister?: Values; tally?: Partial<Tally>; process?: number }

const none: Tally = {
  servers: new Map([['server-1', series({})]]),
  persisters: new Map([['persister-1', series({})]]),
  clients: { acked: 100, refused: new Map([['message-empty', 1]]) },
  records: 1_000,
  poured: 24,
  rows: { changes: 900, deadLetters: 24 },
}

/**
 * A sound run between `none` and then: 8 records appended and one possibly, 2 poured, 7 stored; one message was answered
 * twice.
 */
function after(planted: Planted = {}): Tally {
  return {
    servers: new Map([['server-1', series({ ...server, ...planted.server }, planted.process)]]),
    persisters: new Map([['persister-1', series({ ...persister, ...planted.persister })]]),
    clients: { acked: 107, refused: new Map([['message-empty', 2]]) },
    records: 1_011,
    poured: 26,
    rows: { changes: 907, deadLetters: 26 },
    ...planted.tally,
  }
}

function series(values: Values, startedAt = 1): Series {
  return { startedAt, values: new Map(Object.entries(values)) }
}

test('a run in which every request, record and row is accounted for adds up', () => {
  expect(reconcile(none, after())).toEqual({
    lived: { servers: ['server-1'], persisters: ['persister-1'] },
    gone: [],
    mismatches: [],
  })
})

test('a change may be refused before the path, while its message may stand only in the log', () => {
  const refused = {
    'parley_requests_received_total{event="message:change"}': 1,
    'parley_requests_total{event="message:change",code="storage-behind"}': 1,
  }
  expect(reconcile(none, after({ server: refused })).mismatches).toEqual([])
})

test.each<[string, Planted, string]>([
  [
    'a request that was met with silence',
    { server: { 'parley_requests_received_total{event="message:send"}': 13 } },
    'server-1 received message:send 13, answered 12',
  ],
  [
    'another event that was met with silence',
    { server: { 'parley_requests_received_total{event="rooms:sync"}': 1 } },
    'server-1 received rooms:sync 1, answered 0',
  ],
  [
    'a message that never ended',
    { server: { parley_publish_total: 11 } },
    'began to publish 11, answered 10',
  ],
  [
    'a message still on its way',
    { server: { parley_publish_in_flight: 1 } },
    'messages on their way after quiet 1, there should be 0',
  ],
  [
    'an acknowledgement that nobody on the path gave',
    {
      server: {
        'parley_requests_received_total{event="message:send"}': 13,
        'parley_requests_total{event="message:send",code="ok"}': 9,
      },
    },
    'answered messages with ok 9, the path did 8',
  ],
  [
    'a refusal for what is not stored that nobody on the path gave',
    {
      server: {
        'parley_requests_received_total{event="message:send"}': 13,
        'parley_requests_total{event="message:send",code="storage-behind"}': 1,
      },
    },
    'published with storage-behind 0, answered 1',
  ],
  [
    'an acknowledgement without an append',
    { server: { parley_log_appended_total: 7 }, tally: { records: 1_010 } },
    'appended 7, answered of these 8',
  ],
  [
    'a failed append that nobody was told of',
    { server: { parley_log_append_failed_total: 2 } },
    'failed to append 2, refused so 1',
  ],
  [
    'a record that no server appended',
    { tally: { records: 1_014 } },
    'the log got 12, servers appended 8 to 11',
  ],
  ['an appended record that is not in the log', { tally: { records: 1_009 } }, 'the log got 7'],
  [
    'a client that believes in an acknowledgement that no server gave',
    { tally: { clients: { acked: 111, refused: new Map() } } },
    'clients saw acknowledged 11, servers did 6 to 10',
  ],
  [
    'acknowledgements that reached nobody',
    { tally: { clients: { acked: 105, refused: new Map() } } },
    'clients saw acknowledged 5, servers did 6 to 10',
  ],
  [
    'a refusal that no server told',
    { tally: { clients: { acked: 107, refused: new Map([['too-large', 1]]) } } },
    'clients saw refused with too-large 1, servers did 0',
  ],
  [
    'a record that a persister passed over',
    { persister: { parley_persister_records_consumed_total: 12 } },
    'persister-1 consumed 12, stored, known and dead are 11',
  ],
  [
    'records that nobody consumed',
    { persister: { parley_persister_records_consumed_total: 10, parley_persister_events_known_total: 1 } },
    'persisters consumed 10, the log got 11',
  ],
  [
    'a row that was counted and is not there',
    { tally: { rows: { changes: 906, deadLetters: 26 } } },
    'persisters stored 7, PostgreSQL got 6',
  ],
  [
    'a dead letter that is not kept',
    { tally: { rows: { changes: 907, deadLetters: 25 } } },
    'persisters counted dead letters 2, PostgreSQL got 1',
  ],
])('%s is found', (_, planted, sentence) => {
  const { mismatches } = reconcile(none, after(planted))
  expect(mismatches.join('\n')).toContain(sentence)
  expect(mismatches.every((each) => each.startsWith('counters do not add up: '))).toBe(true)
})

test('counters of a killed server are not guessed: the server is named, and no sum over all servers is checked', () => {
  const restarted = after({
    process: 2,
    tally: { records: 1_500, clients: { acked: 500, refused: new Map() } },
  })
  const { lived, gone, mismatches } = reconcile(none, restarted)
  expect({ lived, gone }).toEqual({ lived: { servers: [], persisters: ['persister-1'] }, gone: ['server-1'] })
  expect(mismatches).toEqual(['counters do not add up: persisters consumed 11, the log got 500'])
})

test('a replaced server is gone, too', () => {
  const { servers } = after()
  const replaced = new Map([['server-4', servers.get('server-1')!]])
  expect(reconcile(none, after({ tally: { servers: replaced } })).gone).toEqual(['server-1', 'server-4'])
})

test('without retries and open requests, clients saw exactly what servers acknowledged', () => {
  const plain = {
    'parley_requests_received_total{event="message:send"}': 3,
    'parley_requests_total{event="message:send",code="ok"}': 3,
    parley_publish_total: 3,
    'parley_publish_answered_total{code="ok"}': 3,
    parley_log_appended_total: 3,
  }
  const tally = after({ tally: { records: 1_005, clients: { acked: 102, refused: new Map() } } })
  const servers = new Map([['server-1', series(plain)]])
  expect(reconcile(none, { ...tally, servers }).mismatches).toContain(
    'counters do not add up: clients saw acknowledged 2, servers did 3',
  )
})

test('the text of /metrics is parsed as served', () => {
  const text = `# HELP x y\nprocess_start_time_seconds 1795475153\nparley_a_total{code="ok",event="b:c"} 3\nparley_b 1.5e+3\n`
  const { startedAt, values } = readSeries(text)
  expect(startedAt).toBe(1_795_475_153)
  expect([...values]).toEqual([
    ['process_start_time_seconds', 1_795_475_153],
    ['parley_a_total{code="ok",event="b:c"}', 3],
    ['parley_b', 1_500],
  ])
})
