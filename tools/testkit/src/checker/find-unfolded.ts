import type { Operation } from '@parley/client'
import { nameMessage, roomOf, type Case } from './case'
import type { StoredPosition } from './evidence'
import { createFindingList, type Finding } from './findings'
import { countEach, lookOf, lookOfRow } from '../history/look'

/** P9: in PostgreSQL and on every page a message is the result of its changes in the order of their seqs. */
export function findUnfolded(evidence: Case): Finding[] {
  const { history, store } = evidence
  const { messages, clients } = history
  const { found, add } = createFindingList()

  function compare(message: number, expected: string, look: string, where: string, client?: string): void {
    if (look === expected) return
    add({
      what: `${nameMessage(history, message)} stands ${where} as “${look}”, not as “${expected}”`,
      room: roomOf(history, message),
      id: messages.id(message),
      ...(client !== undefined && { client }),
      numbers: [],
    })
  }

  for (const [room, stored] of store.rooms) {
    const expected = foldWritten(evidence, room, stored)
    for (const { message, row } of stored) {
      const look = expected.get(message)
      if (row && look !== undefined) compare(message, look, lookOfRow(row), 'in PostgreSQL')
    }
  }
  for (const { client, messages: shown, looks } of history.lists) {
    const name = clients.nameOf(client)
    shown.forEach((message, i) => {
      const row = store.positionOf(message)?.row
      if (row) compare(message, lookOfRow(row), looks[i] ?? '', `on ${name}'s page`, name)
    })
  }
  return found
}

interface Fold {
  body: string
  deleted: boolean
  /** Each client's last reaction with each emoji; undefined after its removal. */
  reactions: Map<string, string | undefined>
}

/** The expected state of each message that was written here, if the content of all its changes is known. */
function foldWritten(
  { history: { messages } }: Case,
  room: number,
  stored: readonly StoredPosition[],
): Map<number, string> {
  const folds = new Map<number, Fold>()
  for (const { message, row } of stored) {
    const operation = messages.operation(message)
    if (row && operation?.kind === 'message')
      folds.set(message, { body: operation.body, deleted: false, reactions: new Map() })
  }
  for (const { message } of stored) {
    const operation = messages.operation(message)
    if (!operation || operation.kind === 'message') continue
    const fold = folds.get(messages.find(room, operation.messageId) ?? -1)
    if (fold) apply(fold, operation, messages.writer.get(message))
  }
  return new Map([...folds].map(([message, fold]) => [message, lookOfFold(fold)]))
}

function apply(fold: Fold, operation: Exclude<Operation, { kind: 'message' }>, writer: number): void {
  switch (operation.kind) {
    case 'edit':
      fold.body = operation.body
      return
    case 'deletion':
      fold.deleted = true
      return
    case 'reaction': {
      const { emoji, on } = operation
      fold.reactions.set(`${writer} ${emoji}`, on ? emoji : undefined)
      return
    }
    default:
      operation satisfies never
  }
}

function lookOfFold({ body, deleted, reactions }: Fold): string {
  const given = [...reactions.values()].filter((emoji) => emoji !== undefined)
  return lookOf({ body, deleted, reactions: countEach(given) })
}
