import type { RoomId } from '@parley/protocol'
/** A seq of a room that the batch gives to one event and PostgreSQL has given to another. */
export interface SeqConflict {
  roomId: RoomId
  seq: number
  id: string
  storedId: string
}

/** Two events have the same seq. Neither may be dropped: an operator has to look. */
export class SeqConflictError extends Error {
  override name = 'SeqConflictError'

  constructor(
    readonly conflicts: SeqConflict[],
    options: { cause: unknown },
  ) {
    super(`Other events already have ${conflicts.length} of these seqs.`, options)
  }
}

/**
 * True for errors that pass without a repair: the database is down, starting, overloaded, blocked by our locks, or
 * answers too late. The same request may succeed later; whether it already has is unknown. An error that is neither this
 * nor `isDataError` is a bug of ours or of the setup (a missing table, a wrong password): no retry repairs it, and no
 * record causes it.
 */
export function isTransient(error: unknown): boolean {
  return causesOf(error).some(
    ({ code, kind, message }) =>
      transientStates.test(code) ||
      transientCodes.has(code) ||
      transientKinds.has(kind) ||
      transientMessages.test(message),
  )
}

/**
 * True for data that PostgreSQL can never store as it is: SQLSTATE class 22. Not class 23: either the event is newer than
 * the constraint that refuses it, or we have a bug.
 */
export function isDataError(error: unknown): boolean {
  return (
    !(error instanceof SeqConflictError) && causesOf(error).some(({ code }) => /^22[0-9A-Z]{3}$/.test(code))
  )
}

/** True when the error violates one of these unique constraints. */
export function breaks(error: unknown, ...constraints: string[]): boolean {
  return causesOf(error).some(({ index }) => constraints.includes(index))
}

/** 08 connection, 40 rollback, 53 resources, 57 operator, 58 system; 25006 a standby, 25P0x and 55P03 timeouts. */
const transientStates = /^(?:(?:08|40|53|57|58)[0-9A-Z]{3}|25006|25P03|25P04|55P03)$/

const transientCodes = new Set([
  // Prisma's own codes: not reachable, timed out, closed; no free connection, transaction too late, conflict, too many
  ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2034', 'P2037'],
  // Node's codes; the adapter translates only some of them
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN'],
])

const transientKinds = new Set([
  ...['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections'],
  'TransactionWriteConflict',
])

/** pg has no codes for these errors. */
const transientMessages =
  /^(?:Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client (?:has encountered a connection error|was closed))/

interface Cause {
  code: string
  kind: string
  index: string
  message: string
}

/** The error and all its causes: Prisma keeps the adapter's error in `meta`, which keeps pg's in `cause`. */
function causesOf(error: unknown): Cause[] {
  const found: Cause[] = []
  const seen = new Set<unknown>()
  const open = [error]
  while (open.length > 0) {
    const next = open.pop()
    if (typeof next !== 'object' || next === null || seen.has(next)) continue
    seen.add(next)
    const { code, originalCode, kind, constraint, message, cause, meta, errors } = next as Loose
    found.push({
      code: textOf(originalCode ?? code),
      kind: textOf(kind),
      index: textOf((constraint as Loose | undefined)?.index),
      message: textOf(message),
    })
    open.push(cause, (meta as Loose | undefined)?.driverAdapterError)
    if (Array.isArray(errors)) open.push(...(errors as unknown[]))
  }
  return found
}

type Loose = Partial<Record<string, unknown>>

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
