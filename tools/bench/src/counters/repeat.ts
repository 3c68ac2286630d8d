import { median } from '../report/medians'
import type { Work, WorkCounter } from './count-work'

const TIMES = 9

/**
 * The cost of each repetition, as the median: now and then a periodic task of a service falls into one. `prepare` is not
 * counted.
 */
export async function countEach<T>(
  counter: WorkCounter,
  {
    prepare,
    work,
  }: {
    prepare: (turn: number) => Promise<T>
    work: (prepared: T) => Promise<unknown>
  },
): Promise<Work> {
  const counts: Work[] = []
  for (let turn = 0; turn < TIMES; turn++) {
    const prepared = await prepare(turn)
    const count = await counter.count(() => work(prepared))
    if (turn > 0) counts.push(count) // the first one finds nothing prepared: no script, no statement, no connection
  }
  const of = (name: keyof Work) => median(counts.map((count) => count[name]))
  return {
    statements: of('statements'),
    redisOutside: of('redisOutside'),
    redisInside: of('redisInside'),
    kafkaProduces: of('kafkaProduces'),
    writes: of('writes'),
  }
}
