import type { KnownEquivalent } from './known-equivalent'

const COMPILER = 'The compiler alone cannot know that it is always there.'
const MEMORY = 'It frees memory and is not seen otherwise; test/back-to-baseline.test.ts counts what is left.'

/** Mutants of the server. */
export const SERVER: readonly KnownEquivalent[] = [
  { where: "const [head = '', tail] = hostname", change: `'' becomes "Stryker was here!"`, why: COMPILER },
  {
    where: "const right = tail?.split(':') ?? []",
    change: '[] becomes ["Stryker was here"]',
    why: 'Without :: there are eight groups already, and the first four count.',
  },
  { where: "const [address = '', prefix] = entry.split('/')", why: COMPILER },
  {
    where: 'return version !== 0 && list.check(',
    change: 'version !== 0 becomes true',
    why: 'Node says no as well, which its documentation does not promise.',
  },
  {
    where: 'if (now - sweptAt > SWEEP_EVERY_MS) sweep(now)',
    why: MEMORY,
  },
  { where: 'function sweep(now: number) {', why: MEMORY },
  { where: 'if (now > fullAt) buckets.delete(key)', why: MEMORY },
  { where: 'if (own.size === 0) open.delete(personId)', why: MEMORY },
  {
    where: 'if (passed.size <= MOST_MESSAGES && nowMs() - at < REMEMBER_MS) break',
    change: 'nowMs() - at < REMEMBER_MS becomes true',
    why: MEMORY,
  },
  {
    where: 'if (passed.size <= MOST_MESSAGES && nowMs() - at < REMEMBER_MS) break',
    change: 'nowMs() - at < REMEMBER_MS becomes nowMs() - at <= REMEMBER_MS',
    why: MEMORY,
  },
  {
    where: 'for (const each of message.changes?.reactions ?? [])',
    change: '[] becomes ["Stryker was here"]',
    why: 'A text is no emoji of anybody.',
  },
  {
    where: 'watched.set(connection, { buffer: [], looks: 0 })',
    why: 'The first look at which something waits sets both.',
  },
  ...[
    "getHeapSpaceStatistics().filter(({ space_name }) => !space_name.startsWith('new_')) becomes getHeapSpaceStatistics()",
    "!space_name.startsWith('new_') becomes space_name.endsWith('new_')",
    "space_name.startsWith('new_') becomes space_name.endsWith('new_')",
  ].map((change) => ({
    where: 'const old = getHeapSpaceStatistics()',
    change,
    why: 'Only what is young counts, too: a few MiB that V8 may move at any moment, also in a test.',
  })),
  {
    where: "setFlagsFromString('--expose-gc')",
    change: `'--expose-gc' becomes ""`,
    why: 'A flag of V8 holds for the process, and another test of it has set it already.',
  },
  ...['{ ref: false } becomes {}', 'false becomes true'].map((change) => ({
    where: 'delay(TIMEOUT_MS, null, { ref: false })',
    change,
    why: 'A process that ends does so half a second later at most.',
  })),
  {
    where: 'src/publish/is-repeat.ts',
    change: 'default: return asked satisfies never becomes default:',
    why: 'No other kind of event comes there.',
  },
  {
    where: "const isErased = stored.kind === 'edit' && stored.body === ''",
    change: "stored.kind === 'edit' becomes true",
    why: 'An event of another kind is refused beside it.',
  },
  {
    where: "case 'deletion':",
    change: "case 'deletion': return isOf(asked, stored) becomes case 'deletion':",
    why: 'It goes on to the question for reactions, and of two deletions neither has an emoji.',
  },
  {
    where: '} catch (cause) {',
    change:
      "{ logger.warn({ cause, roomId }, 'sequencing failed; it will be repeated') return null } becomes {}",
    why: 'undefined is as little an answer as null is.',
  },
  {
    where: 'for (let attempt = 1; nowMs() < deadlineMs; attempt++) {',
    change: 'nowMs() < deadlineMs becomes nowMs() <= deadlineMs',
    why: 'One look more in that very millisecond.',
  },
  ...['unstored * 2 < most becomes false', 'unstored * 2 < most becomes unstored * 2 <= most'].map(
    (change) => ({
      where: 'if (unstored * 2 < most) known.delete(roomId)',
      change,
      why: 'A room below the limit is not full, remembered or not.',
    }),
  ),
  {
    where: 'for (let from = 0; from < rooms.length; from += AT_ONCE) {',
    change: 'from < rooms.length becomes from <= rooms.length',
    why: 'One round more, of no rooms.',
  },
  {
    where: "case 'nothing':",
    change:
      "case 'nothing': return { kind: 'events', roomId, epoch: tail.epoch, seq: tail.seq, events: [] } becomes case 'nothing':",
    why: 'It goes on to the tail, which holds nothing beyond that cursor.',
  },
  {
    where: 'return events.filter((each): each is SequencedChange => !isMessage(each))',
    change: 'events.filter((each): each is SequencedChange => !isMessage(each)) becomes events',
    why: 'A message is a change of no message.',
  },
  {
    where: "prismaAdapter(prisma, { provider: 'postgresql' })",
    why: 'It only says how text is compared without regard to case, which nothing here does.',
  },
  ...["basePath: '/api/auth'", 'trustedOrigins: [...allowedOrigins]'].map((where) => ({
    where,
    why: 'No request reaches the routes of better-auth itself.',
  })),
  ...['{ enabled: false } becomes {}', 'false becomes true'].flatMap((change) =>
    ['rateLimit: { enabled: false }', 'telemetry: { enabled: false }'].map((where) => ({
      where,
      change,
      why: 'better-auth counts its own routes alone, and tells nobody anything from within a test.',
    })),
  ),
  {
    where: 'session: { expiresIn: SESSION_DAYS * 86_400, cookieCache',
    change: '{ enabled: false } becomes {}',
    why: 'It is off by itself, which a later version might change.',
  },
  { where: 'logger: { disabled: true }', why: 'It is read by people alone.' },
  { where: "typedName.getStore() ?? 'Guest'", change: `'Guest' becomes ""`, why: COMPILER },
  { where: 'if (!response) throw new Error(', why: COMPILER },
  { where: "context.req.header('cookie') ?? ''", change: `'' becomes "Stryker was here!"`, why: COMPILER },
  { where: "const name = rawHeaders[i] ?? ''", change: `'' becomes "Stryker was here!"`, why: COMPILER },
  {
    where: "request.headers.upgrade?.toLowerCase() === 'websocket'",
    change: 'request.headers.upgrade?.toLowerCase becomes request.headers.upgrade.toLowerCase',
    why: COMPILER,
  },
  {
    where: 'const isLast = headers.connection?.toLowerCase()',
    change: 'headers.connection?.toLowerCase becomes headers.connection.toLowerCase',
    why: COMPILER,
  },
  ...[
    'roomOfChannel(channel) ?? []',
    'rooms.get(personChannel(personId)) ?? []',
    'rooms.get(personChannel(person.id)) ?? []',
  ].map((where) => ({
    where,
    change: '[] becomes ["Stryker was here"]',
    why: 'A room that nobody is in, and a socket that is not there, are passed over.',
  })),
  {
    where: "parseCookies(cookieHeader ?? '')",
    change: `'' becomes "Stryker was here!"`,
    why: 'A text without an equals sign is no cookie.',
  },
  {
    where: 'if (at > 0) cookies.set(part.slice(0, at)',
    change: 'at > 0 becomes at >= 0',
    why: 'Nobody asks for a cookie without a name.',
  },
  {
    where: 'if (written.size === 0) setImmediate(endTurn)',
    change: 'written.size === 0 becomes true',
    why: 'The second end of a turn finds nothing to do.',
  },
]
