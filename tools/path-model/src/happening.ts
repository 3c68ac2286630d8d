// The possible events of a run, and their frequency.
import fc from 'fast-check'
import type { Loss } from './redis'
import type { Fate } from './scheduler'

export type Happening =
  /** One of the waiting turns happens. */
  | { kind: 'turn'; pick: number; fate: Fate }
  | { kind: 'loss'; how: Loss }
  | { kind: 'snapshot' }
  | { kind: 'server dies'; which: number }
  | { kind: 'persister dies'; which: number }
  /** The other persister gets the partition; the previous one may be in the middle of a batch. */
  | { kind: 'partition moves' }
  /** A process stands still for this many turns. */
  | { kind: 'freeze'; which: number; turns: number }
  | { kind: 'sender reconnects'; which: number }
  | { kind: 'reader reconnects'; which: number }

const which = fc.nat({ max: 3 })
const pick = fc.nat({ max: 9_999 })

/** The kinds of trouble in a run: Redis loses data, partitions move, or both. */
export type Trouble = 'losses' | 'moves' | 'both'

export function happenings(trouble: Trouble, most: number): fc.Arbitrary<Happening[]> {
  const left = { losses: 'partition moves', moves: 'loss', both: null }[trouble]
  const any = fc.array(happening, { minLength: most / 2, maxLength: most, size: 'max' })
  return any.map((all) => all.filter(({ kind }) => kind !== left))
}

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 150, arbitrary: turn('done') },
  { weight: 2, arbitrary: turn('fails') },
  { weight: 2, arbitrary: turn('answer-lost') },
  { weight: 1, arbitrary: fc.constant({ kind: 'loss', how: 'emptied' } as const) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom<Loss>('promoted', 'rolled-back')
      .map((how) => ({ kind: 'loss', how }) as const),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'snapshot' } as const) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('server dies' as const), which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('persister dies' as const), which }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'partition moves' } as const) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('freeze' as const),
      which,
      turns: fc.integer({ min: 5, max: 150 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('sender reconnects' as const), which }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('reader reconnects' as const), which }) },
)

function turn(fate: Fate) {
  return fc.record({ kind: fc.constant('turn' as const), pick, fate: fc.constant(fate) })
}
