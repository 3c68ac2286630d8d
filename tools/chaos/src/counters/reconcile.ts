// P8: whether the counters of the services, the clients' view, the log and PostgreSQL add up. Pure.
import { countedBetween, sum, valuesOfLabel, type Series } from './series'

/** All counters at one quiet moment. */
export interface Tally {
  /** By id. A server that did not answer is missing. */
  servers: ReadonlyMap<string, Series>
  persisters: ReadonlyMap<string, Series>
  /** Acknowledgements that clients got or saw, and permanent refusals by code. */
  clients: { acked: number; refused: ReadonlyMap<string, number> }
  /** In the log; `poured` of them were appended without a server. */
  records: number
  poured: number
  /** In PostgreSQL. */
  rows: { changes: number; deadLetters: number }
}

export interface Reckoning {
  /** Processes that lived the whole time. The counters of the others died with them. */
  lived: { servers: string[]; persisters: string[] }
  gone: string[]
  /** Sentences. */
  mismatches: string[]
}

/** Requests whose events take the message path. */
const PATH_EVENTS = ['message:send', 'message:change']
/** Answers that only the path gives. */
const PATH_CODES = ['ok', 'id-taken', 'not-confirmed', 'maybe-appended', 'live-unavailable', 'too-busy']

/**
 * Compares differences between two quiet moments. The counters of a killed process are lost, so each process that lived
 * is checked by itself, and sums over all servers or persisters are checked only if all of them lived.
 */
export function reconcile(before: Tally, after: Tally): Reckoning {
  const servers = livedThrough(before.servers, after.servers)
  const persisters = livedThrough(before.persisters, after.persisters)
  const gone = [...servers.gone, ...persisters.gone]
  const mismatches = [
    ...[...servers.lived].flatMap(([id, counted]) => reckonServer(id, counted, after.servers.get(id)!)),
    ...[...persisters.lived].flatMap(([id, counted]) => reckonPersister(id, counted)),
    ...(servers.gone.length === 0 ? reckonServers(addUp(servers.lived), before, after) : []),
    ...(persisters.gone.length === 0 ? reckonPersisters(addUp(persisters.lived), before, after) : []),
  ]
  const lived = { servers: [...servers.lived.keys()], persisters: [...persisters.lived.keys()] }
  return { lived, gone, mismatches: mismatches.map((each) => `counters do not add up: ${each}`) }
}

/** Every request was answered, and the answers of the path match the path's own counters. */
function reckonServer(id: string, counted: Series['values'], now: Series): string[] {
  const of = (name: string, labels?: Record<string, string>) => sum(counted, `parley_${name}`, labels)
  const list = createList()
  for (const event of valuesOfLabel(now.values, 'parley_requests_received_total', 'event')) {
    const answered = sum(now.values, 'parley_requests_total', { event })
    const received = sum(now.values, 'parley_requests_received_total', { event })
    list.same(`${id} received ${event}`, received, 'answered', answered)
  }
  list.same(`${id} began to publish`, of('publish_total'), 'answered', of('publish_answered_total'))
  const inFlight = sum(now.values, 'parley_publish_in_flight')
  list.same(`${id} has messages on their way after quiet`, inFlight, 'there should be', 0)
  for (const code of PATH_CODES) {
    const answered = PATH_EVENTS.reduce((so, event) => so + of('requests_total', { event, code }), 0)
    const published = of('publish_answered_total', { code }) + of('sends_again_total', { code })
    list.same(`${id} answered messages with ${code}`, answered, 'the path did', published)
  }
  const behind = (event: string) => of('requests_total', { event, code: 'storage-behind' })
  const published = of('publish_answered_total', { code: 'storage-behind' })
  // A change may get this answer before the path begins, too: while its message may stand only in the log.
  const [least, most] = [behind('message:send'), behind('message:send') + behind('message:change')]
  list.within(`${id} published with storage-behind`, published, 'answered', least, most)
  const afterAppend = ['ok', 'id-taken', 'not-confirmed']
  const placed = afterAppend.reduce((so, code) => so + of('publish_answered_total', { code }), 0)
  list.same(`${id} appended`, of('log_appended_total'), 'answered of these', placed)
  const notAppended = of('publish_answered_total', { code: 'maybe-appended' })
  list.same(`${id} failed to append`, of('log_append_failed_total'), 'refused so', notAppended)
  return list.sentences
}

/** Between the servers, the log and the clients. */
function reckonServers(counted: Series['values'], before: Tally, after: Tally): string[] {
  const of = (name: string, labels?: Record<string, string>) => sum(counted, `parley_${name}`, labels)
  const list = createList()
  const appended = of('log_appended_total')
  const inLog = after.records - before.records - (after.poured - before.poured)
  // An unacknowledged message may be in the log or not, as often as it was tried.
  const perhaps = of('log_append_failed_total') + of('log_attempt_failed_total')
  list.within('the log got', inLog, 'servers appended', appended, appended + perhaps)

  const acknowledged = PATH_EVENTS.reduce((so, event) => so + of('requests_total', { event, code: 'ok' }), 0)
  // A retried message may have been answered twice; a client without an "ok" may have seen the message in the room.
  const again = of('sends_again_total')
  const unconfirmed = ['not-confirmed', 'maybe-appended'].reduce(
    (so, code) => so + of('publish_answered_total', { code }) + of('sends_again_total', { code }),
    0,
  )
  const acked = after.clients.acked - before.clients.acked
  list.within(
    'clients saw acknowledged',
    acked,
    'servers did',
    acknowledged - again,
    acknowledged + unconfirmed,
  )
  for (const [code, count] of after.clients.refused) {
    const seen = count - (before.clients.refused.get(code) ?? 0)
    const told = PATH_EVENTS.reduce((so, event) => so + of('requests_total', { event, code }), 0)
    list.within(`clients saw refused with ${code}`, seen, 'servers did', 0, told)
  }
  return list.sentences
}

/** Every finished record is stored, known or dead. */
function reckonPersister(id: string, counted: Series['values']): string[] {
  const of = (name: string) => sum(counted, `parley_persister_${name}`)
  const list = createList()
  const became = of('events_stored_total') + of('events_known_total') + of('dead_letters_total')
  list.same(`${id} consumed`, of('records_consumed_total'), 'stored, known and dead are', became)
  return list.sentences
}

/** Between the persisters, the log and PostgreSQL. */
function reckonPersisters(counted: Series['values'], before: Tally, after: Tally): string[] {
  const of = (name: string) => sum(counted, `parley_persister_${name}`)
  const list = createList()
  const { changes, deadLetters } = after.rows
  list.same(
    'persisters consumed',
    of('records_consumed_total'),
    'the log got',
    after.records - before.records,
  )
  list.same('persisters stored', of('events_stored_total'), 'PostgreSQL got', changes - before.rows.changes)
  const dead = deadLetters - before.rows.deadLetters
  list.same('persisters counted dead letters', of('dead_letters_total'), 'PostgreSQL got', dead)
  return list.sentences
}

function livedThrough(before: ReadonlyMap<string, Series>, after: ReadonlyMap<string, Series>) {
  const lived = new Map<string, Series['values']>()
  for (const [id, series] of after) {
    const counted = countedBetween(before.get(id), series)
    if (counted) lived.set(id, counted)
  }
  const gone = [...new Set([...before.keys(), ...after.keys()])].filter((id) => !lived.has(id))
  return { lived, gone }
}

function addUp(services: ReadonlyMap<string, Series['values']>): Series['values'] {
  const all = new Map<string, number>()
  for (const values of services.values())
    for (const [key, value] of values) all.set(key, (all.get(key) ?? 0) + value)
  return all
}

function createList() {
  const sentences: string[] = []
  return {
    sentences,
    same(what: string, one: number, other: string, two: number): void {
      if (one !== two) sentences.push(`${what} ${one}, ${other} ${two}`)
    },
    within(what: string, value: number, other: string, least: number, most: number): void {
      if (value < least || value > most)
        sentences.push(`${what} ${value}, ${other} ${least === most ? least : `${least} to ${most}`}`)
    },
  }
}
