import type { Observation, Recorder } from '@parley/testkit/history'
import type { Cursor } from '../clients/client'

/** The crowd's own knowledge of each room, updated with every observation. */
export interface Heads {
  recorder: Recorder
  /** The furthest position of any acknowledgement. */
  headOf: (roomId: string) => Cursor | undefined
  /** Messages and changes. */
  acked: (roomId?: string) => number
}

export function createHeads(recorder: Recorder): Heads {
  const heads = new Map<string, Cursor>()
  const counts = new Map<string, number>()
  let acked = 0

  function count({ room }: { room: string }): void {
    acked += 1
    counts.set(room, (counts.get(room) ?? 0) + 1)
  }

  function advance({ room, epoch, seq }: Extract<Observation, { kind: 'acked' }>): void {
    const head = heads.get(room)
    if (!head || epoch > head.epoch || (epoch === head.epoch && seq > head.seq))
      heads.set(room, { epoch, seq })
  }

  return {
    recorder: {
      ...recorder,
      observe(observation) {
        recorder.observe(observation)
        const { kind } = observation
        if (kind === 'acked' || kind === 'done') count(observation)
        if (kind === 'acked') advance(observation)
      },
    },
    headOf: (roomId) => heads.get(roomId),
    acked: (roomId) => (roomId === undefined ? acked : (counts.get(roomId) ?? 0)),
  }
}
