import type { PrismaClient } from './generated/client'

/**
 * A partition with its new owner's rights: its next offset, and the right to store it until another persister takes it
 * over.
 */
export interface TakenPartition {
  nextOffset: number
  fencingToken: number
}

export interface Offsets {
  /** Takes a partition over: its previous owner can store nothing any more. */
  takeOver(partition: number): Promise<TakenPartition>
  /** Whether no other persister has taken the partition over since. */
  isOwner(partition: number, fencingToken: number): Promise<boolean>
  /** The offset of the next record to store in a partition. */
  next(partition: number): Promise<number>
  /** The same for every partition that was ever taken over. */
  all(): Promise<Map<number, number>>
}

export function createOffsets(prisma: PrismaClient): Offsets {
  return {
    async takeOver(partition) {
      const [row] = await prisma.$queryRaw<{ next: bigint; generation: bigint }[]>`
        insert into partition_offsets as mine (partition, next, generation) values (${partition}::int, 0, 1)
        on conflict (partition) do update set generation = mine.generation + 1
        returning next, generation`
      return { nextOffset: Number(row!.next), fencingToken: Number(row!.generation) }
    },

    async isOwner(partition, fencingToken) {
      const held = await prisma.partitionOffset.count({ where: { partition, fencingToken } })
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
