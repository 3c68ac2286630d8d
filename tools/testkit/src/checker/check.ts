// Checks the promises: the observations of every client against PostgreSQL and the log. Pure.
import type { Case } from './case'
import { indexStore, type Evidence } from './evidence'
import { findChanged } from './find-changed'
import {
  findMoved,
  findNumberedAgain,
  findSaidAgain,
  findShownTwice,
  findStoredTwice,
  findTwoNumbers,
} from './find-doubled'
import { findIncomplete } from './find-incomplete'
import { findLeaked } from './find-leaked'
import { findHalfStored, findUnlogged, findUnseen, findUnshown, findUnstored } from './find-lost'
import { findUnfolded } from './find-unfolded'
import { findGaps, findListsApart, findOwnOrderBroken, findSharedNumbers } from './find-misordered'
import type { Findings } from './findings'
import { collectPositions } from './positions'
import type { History } from '../history/history'

/**
 * For a quiet moment: everything written has ended and everything acknowledged is stored. Five million sightings take
 * about two seconds.
 */
export function check(evidence: Evidence): Findings {
  const store = indexStore(evidence)
  const all: Case = { ...evidence, store, positions: collectPositions(evidence.history, store) }
  const lists = findListsApart(all)
  return {
    ...countAcked(evidence.history),
    lost: [
      ...findUnstored(all),
      ...findHalfStored(all),
      ...findUnlogged(all),
      ...findUnseen(all),
      ...findUnshown(all),
      ...lists.lost,
    ],
    doubled: [
      ...findStoredTwice(all),
      ...findTwoNumbers(all),
      ...findNumberedAgain(all),
      ...findMoved(all),
      ...findSaidAgain(all),
      ...findShownTwice(all),
    ],
    misordered: [
      ...findSharedNumbers(all),
      ...findOwnOrderBroken(all),
      ...findGaps(all),
      ...lists.misordered,
    ],
    leaked: findLeaked(all),
    changed: [...findChanged(all), ...findUnfolded(all)],
    incomplete: findIncomplete(all),
  }
}

function countAcked({ messages }: History): Pick<Findings, 'acked' | 'ackedChanges'> {
  const count = { acked: 0, ackedChanges: 0 }
  for (let message = 0; message < messages.count; message++) {
    if (messages.ackedAt.get(message) === 0) continue
    const isChange = (messages.operation(message)?.kind ?? 'message') !== 'message'
    count[isChange ? 'ackedChanges' : 'acked'] += 1
  }
  return count
}
