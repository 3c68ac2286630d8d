import type { PrismaClient } from './generated/client'

/** A partition taken over: where it goes on, and the right to store it until somebody else takes it over. */
export interface Claim {
  next: number
  generation: number
}

export interface Offsets {
  /** Takes a partition over: whoever had it before stores nothing any more. */
  claim(partition: number): Promise<Claim>
  /** Whether nobody has claimed the partition since. */
  isHeld(partition: number, generation: number): Promise<boolean>
  /** How far a partition is stored: the offset of the next record to store. */
  next(partition: number): Promise<number>
  /** The same of every partition that was ever claimed. */
  all(): Promise<Map<number, number>>
}

export function createOffsets(prisma: PrismaClient): Offsets {
  return {
    async claim(partition) {
      const [row] = await prisma.$queryRaw<{ next: bigint; generation: bigint }[]>`
        insert into partition_offsets as mine (partition, next, generation) values (${partition}::int, 0, 1)
        on conflict (partition) do update set generation = mine.generation + 1
        returning next, generation`
      return { next: Number(row!.next), generation: Number(row!.generation) }
    },

    async isHeld(partition, generation) {
      const held = await prisma.partitionOffset.count({ where: { partition, generation } })
      return held === 1
    },

    async next(partition) {
      const row = await prisma.partitionOffset.findUnique({ where: { partition } })
      return Number(row?.next ?? 0)
    },

    async all() {
      const rows = await prisma.partitionOffset.findMany()
      return new Map(rows.map(({ partition, next }) => [partition, Number(next)]))
    },
  }
}
