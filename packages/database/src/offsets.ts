import type { PrismaClient } from './generated/client'

export interface Offsets {
  /** Where a partition goes on. Makes its row, with 0, when there is none: `events.store` moves only what exists. */
  next(partition: number): Promise<number>
  /** Where every partition that was ever read goes on. */
  all(): Promise<Map<number, number>>
}

export function createOffsets(prisma: PrismaClient): Offsets {
  return {
    async next(partition) {
      await prisma.$executeRaw`
        insert into partition_offsets (partition, next) values (${partition}::int, 0) on conflict do nothing`
      const row = await prisma.partitionOffset.findUniqueOrThrow({ where: { partition } })
      return Number(row.next)
    },

    async all() {
      const rows = await prisma.partitionOffset.findMany()
      return new Map(rows.map(({ partition, next }) => [partition, Number(next)]))
    },
  }
}
