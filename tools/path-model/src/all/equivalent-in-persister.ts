import type { KnownEquivalent } from './known-equivalent'

const LOG_LINE = 'Only people read log lines.'
const MILLISECOND = 'It is that very millisecond.'
const CRASH = 'It ends the process, which a test in the same process cannot survive; tools/chaos sees it.'

/** Mutants of the persister. */
export const PERSISTER: readonly KnownEquivalent[] = [
  ...[
    'for (const { offset, reason } of batch.records.filter(isPoison)) {',
    'tell({ ...rangeOf(batch), attempt, cause })',
    'function tell(failed',
    'if (failed.cause instanceof SeqConflictError) {',
    '} else if (isTransient(failed.cause)) {',
    'function rangeOf(',
    'return { partition, baseOffset, nextOffset }',
    '.catch((cause: unknown) => logger.',
    'onPoolError: (cause) => logger.',
    'onError: (cause) => logger.',
    "'read, or the stored offset was moved.",
  ].map((where) => ({ where, why: LOG_LINE })),
  ...[
    'Redis',
    'the log',
    'the group',
    'what is stored already',
    'what was stored last',
    'Redis, to trim what was stored last',
  ].map((engine) => ({ where: `wait('${engine}'`, change: `'${engine}' becomes ""`, why: LOG_LINE })),
  {
    where: 'let lastActivityMs: () => number = () => -Infinity',
    change: '() => -Infinity becomes () => undefined',
    why: 'No time is a recent one either.',
  },
  {
    where: 'isReady: () => nowMs() - lastActivityMs() < SILENT_AFTER_MS',
    change:
      'nowMs() - lastActivityMs() < SILENT_AFTER_MS becomes nowMs() - lastActivityMs() <= SILENT_AFTER_MS',
    why: MILLISECOND,
  },
  {
    where: 'while (!condition() && performance.now() < until) await delay(',
    change: 'performance.now() < until becomes performance.now() <= until',
    why: MILLISECOND,
  },
  {
    where: "await engines.wait('Redis', () => waitForRedis(redis, REDIS_WAIT_MS))",
    change: '() => waitForRedis(redis, REDIS_WAIT_MS) becomes () => undefined',
    why: 'Every use of Redis waits for it by itself; the log then names another engine.',
  },
  {
    where: "role: 'commands',",
    change: `'commands' becomes ""`,
    why: 'It limits how long a command may take, which tests of packages/delivery notice.',
  },
  {
    where: 'if (!first || !last || fencingToken === undefined) return',
    change: '!first || !last becomes !first && !last',
    why: 'A batch has both or neither; only the compiler cannot know it.',
  },
  {
    where: 'if (looking) await whileOwned(partition, isOwned, looking)',
    change: 'looking becomes true',
    why: 'Nothing is waited for no longer than a moment.',
  },
  {
    where: 'if (!isDone) throw new FencedError(partition)',
    change: '!isDone becomes true',
    why: 'The race is over by then, and nobody hears of its loser.',
  },
  ...[
    'function onFatal(cause: Error) {',
    'if (engines.isClosed()) return',
    'void Promise.race([consumer?.close(), delay(LEAVE_TIMEOUT_MS)])',
    "crash(logger, cause, 'the log must not be read on')",
  ].map((where) => ({ where, why: CRASH })),
]
