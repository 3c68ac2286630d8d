// A consumer to be killed: it reports which batch it got, and never finishes it. The contract suite starts it as a
// process.
import { openLog, type LogSpec } from './log-under-test'

const { spec, group } = JSON.parse(process.argv[2]!) as { spec: LogSpec; group: string }
const log = await openLog(spec)
await log.consume({
  group,
  startAt: async () => 0,
  onBatch: async ({ records }) => {
    process.stdout.write(`${records.map(({ value }) => value).join(',')}\n`)
    await new Promise(() => {})
  },
  onFatal: (error) => {
    throw error
  },
})
setInterval(() => {}, 1_000)
