import { connectWorkloads } from './connects'
import { idleWorkloads } from './idle'
import { messageWorkloads } from './messages'
import { postWorkloads } from './posts'
import { readingWorkloads } from './reading'
import { redisWorkloads } from './redis'
import { scalingWorkloads } from './scaling'
import { socketWorkloads } from './sockets'
import { storingWorkloads } from './storing'
import type { Workload } from './workload'

/** CONTENTS: everything that can be measured. */
export const workloads: readonly Workload[] = [
  ...messageWorkloads,
  ...socketWorkloads,
  ...connectWorkloads,
  ...storingWorkloads,
  ...readingWorkloads,
  ...redisWorkloads,
  ...postWorkloads,
  ...idleWorkloads,
  ...scalingWorkloads,
]
