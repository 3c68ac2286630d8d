/**
 * How many partitions a consumer may hold. All members see the same list, so the shares add up to all partitions; while
 * their lists differ for a moment, the leases still give each partition to one consumer.
 */
export function shareOf(partitions: number, members: string[], me: string): number {
  const rank = members.indexOf(me)
  if (rank < 0) return 0
  return Math.floor(partitions / members.length) + (rank < partitions % members.length ? 1 : 0)
}
