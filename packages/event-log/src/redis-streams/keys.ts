/** Names of all keys. Keys of one partition share a hash tag. */
export interface LogKeys {
  stream(partition: number): string
  /** The identity of the stream. It changes when the data was lost and the log began again. */
  born(partition: number): string
  /** Per group, the offset up to which it has finished. */
  done(partition: number): string
  lease(partition: number, group: string): string
  members(group: string): string
  /** The number of partitions that the log was created with. */
  partitions: string
}

export function createLogKeys(prefix: string): LogKeys {
  const tag = (partition: number) => `{${prefix}:${partition}}`
  return {
    stream: (partition) => `${tag(partition)}:stream`,
    born: (partition) => `${tag(partition)}:born`,
    done: (partition) => `${tag(partition)}:done`,
    lease: (partition, group) => `${tag(partition)}:lease:${group}`,
    members: (group) => `${prefix}:members:${group}`,
    partitions: `${prefix}:partitions`,
  }
}
