import type { KnownEquivalent } from './known-equivalent'

const COMPILER = 'Only the compiler cannot know that it is always there.'

/** Mutants of packages/client. */
export const CLIENT: readonly KnownEquivalent[] = [
  ...['effect', 'outcome', 'answer', 'event'].map((name) => ({
    where: 'default:',
    change: `default: return ${name} satisfies never becomes default:`,
    why: 'The compiler says that nothing comes there.',
  })),
  {
    where: "const isDraining = () => state.kind === 'draining'",
    change: "state.kind === 'draining' becomes true",
    why: 'In every other state the event changes nothing.',
  },
  {
    where: 'if (!server) throw',
    change: '!server becomes false',
    why: 'createParley refuses to be made without servers.',
  },
  { where: "const [pair = '', ...attributes]", change: `'' becomes "Stryker was here!"`, why: COMPILER },
  {
    where: "const [name = '', value = ''] = attribute",
    change: `'' becomes "Stryker was here!"`,
    why: COMPILER,
  },
  {
    where: "export function createCookies(initial = '')",
    change: `'' becomes "Stryker was here!"`,
    why: 'A text without an equals sign is no cookie, as no text is.',
  },
  {
    where: "if (name !== undefined && (values.get(name) === ''",
    change: 'name !== undefined becomes true',
    why: 'Nothing is kept under no name.',
  },
  {
    where: "(name === 'expires' && Date.parse(value) <= Date.now())",
    change: 'Date.parse(value) <= Date.now() becomes Date.parse(value) < Date.now()',
    why: 'It is that very millisecond.',
  },
  ...['indexedDb = () => globalThis.indexedDB', "databaseName = 'parley-"].map((where) => ({
    where,
    why: 'Tests have a database of their own, under whatever name.',
  })),
  ...['if (hasTidied) return', 'hasTidied = true', 'if (found) tidy(personId)'].map((where) => ({
    where,
    why: 'To tidy more often, or in vain, changes nothing.',
  })),
  {
    where: '} catch {',
    change: '{ return undefined // the caller continues in memory, and isLasting reports it } becomes {}',
    why: 'Nothing returned is undefined.',
  },
  {
    where: 'if (position !== undefined) table.delete(position)',
    change: 'position !== undefined becomes true',
    why: COMPILER,
  },
  {
    where: "table.createIndex(BY_ID, ['personId', 'id'], { unique: true })",
    why: 'An entry is looked up before it is added: two of one id are never there.',
  },
  {
    where: 'Promise.race([work, late]).finally(() => clearTimeout(timer))',
    why: 'A timer that ends after the answer does nothing.',
  },
  {
    where: "if (rooms.status !== 'ready' || !find(roomId)) return",
    change: "rooms.status !== 'ready' becomes false",
    why: 'Nothing is found in a list that is not there; only the compiler cannot know it.',
  },
  { where: 'if (seq === undefined) return', change: 'seq === undefined becomes false', why: COMPILER },
  {
    where: 'if (personId === null) return',
    change: 'personId === null becomes false',
    why: 'The timer ends with its person; only the compiler cannot know it.',
  },
  {
    where: 'return known ? [itemAsStored(known, entry)] : restored([entry], [])',
    change: '[] becomes ["Stryker was here"]',
    why: 'A text has no id.',
  },
  {
    where: 'if (personId !== null) turn.consider(personId)',
    change: 'personId !== null becomes true',
    why: 'Nobody has nothing to send; only the compiler cannot know it.',
  },
  {
    where: 'of outboxes.of(roomId).filter(isChangeItem))',
    change: 'outboxes.of(roomId).filter(isChangeItem) becomes outboxes.of(roomId)',
    why: 'A message names no other message; only the compiler cannot know it.',
  },
  {
    where: "if (operation.kind === 'deletion') discard(roomId, operation.messageId)",
    change: "operation.kind === 'deletion' becomes true",
    why: COMPILER,
  },
  { where: 'let isStale = false', why: 'It is set before it is read.' },
  { where: 'writes++', why: 'It only has to change.' },
  {
    where: 'const entries = await store.load(personId).catch(() => null)',
    change: '() => null becomes () => undefined',
    why: 'Either is no list.',
  },
  { where: "const known = change.kind === 'message' ? undefined : byId", why: COMPILER },
  { where: "if (known && change.kind !== 'message') replace(", why: COMPILER },
  {
    where: 'if (added.epoch !== known.epoch) return added.epoch > known.epoch',
    change: 'added.epoch > known.epoch becomes added.epoch >= known.epoch',
    why: 'They differ.',
  },
  {
    where: 'return cover(seen, { from: seen.cursor + 1, to: upTo })',
    change: 'seen.cursor + 1 becomes seen.cursor - 1',
    why: 'Everything below the cursor is seen already.',
  },
  ...[
    'timeline.early.length > 0 && shown.some(isMessage) becomes true',
    'timeline.early.length > 0 becomes timeline.early.length >= 0',
  ].map((change) => ({
    where: 'const isNewMessage = timeline.early.length > 0',
    change,
    why: 'A change that is folded again changes nothing.',
  })),
  {
    where: 'const toChange = byMessage(outbox.filter(isChangeItem))',
    change: 'outbox.filter(isChangeItem) becomes outbox',
    why: 'A message changes no other; only the compiler cannot know it.',
  },
  { where: 'if (!item) return null', change: '!item becomes false', why: COMPILER },
  {
    where: 'if (!timelines.get(roomId)) return',
    change: '!timelines.get(roomId) becomes false',
    why: 'Nothing is needed of a room that is not open.',
  },
  ...['if (isFlushPlanned) return', 'isFlushPlanned = true'].map((where) => ({
    where,
    why: 'A second flush finds nothing to ask.',
  })),
  {
    where: 'if ((timelines.get(roomId)?.seen.cursor ?? 0) > asked.seq)',
    change: 'timelines.get(roomId)?.seen becomes timelines.get(roomId).seen',
    why: COMPILER,
  },
  {
    where: 'const why = timelines.get(roomId)?.failure',
    change: 'timelines.get(roomId)?.failure becomes timelines.get(roomId).failure',
    why: COMPILER,
  },
  ...['return resolve(roomId, null, {', "resolve(roomId, 'page', {"].map((where) => ({
    where,
    change: '{ isProgress: false } becomes {}',
    why: 'undefined counts as false.',
  })),
  {
    where: ': resolve(roomId, null, { isProgress: false })',
    why: 'A room that has failed needs nothing.',
  },
  {
    where: 'grouped.set(messageId, [...(grouped.get(messageId) ?? []), item])',
    change: '[] becomes ["Stryker was here"]',
    why: 'A text is no change of anything.',
  },
]
