import type { KnownEquivalent } from './known-equivalent'

const LOG_LINE = 'Only people read log lines.'
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
    '.catch((cause: unknown) => log.',
    'onPoolError: (cause) => log.',
    'onError: (cause) => log.',
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
    where: 'const { isGivenUp = () => false } = parts',
    change: '() => false becomes () => undefined',
    why: 'undefined counts as false.',
  },
  ...[
    'function onFatal(cause: Error) {',
    'if (closing) return',
    'void Promise.race([consumer?.close(), delay(LEAVE_TIMEOUT_MS)])',
    "crash(log, cause, 'the log must not be read on')",
  ].map((where) => ({ where, why: CRASH })),
]
