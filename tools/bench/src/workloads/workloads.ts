import { messageWorkloads } from './messages'
import type { Workload } from './workload'

/** CONTENTS: everything that can be measured. */
export const workloads: readonly Workload[] = [...messageWorkloads]
