// A separate process, so that the load's cost is not counted as the system's.
import { openAudience, type Audience, type ConnectWish } from './audience'
import type { RunPlan } from './plan'
import { playRun } from './run'

export type LoadOrder =
  { kind: 'connect'; wish: ConnectWish } | { kind: 'run'; plan: RunPlan } | { kind: 'disconnect' }

let audience: Audience | null = null

process.on('message', ({ nth, order }: { nth: number; order: LoadOrder }) => {
  carryOut(order).then(
    (value) => process.send?.({ nth, value }),
    (error: Error) => process.send?.({ nth, error: error.message }),
  )
})
// The parent process is gone, for whatever reason.
process.on('disconnect', () => process.exit(0))
process.on('SIGINT', () => undefined) // from the terminal; our parent ends us

async function carryOut(order: LoadOrder): Promise<unknown> {
  switch (order.kind) {
    case 'connect':
      audience = await openAudience(order.wish)
      return audience.connectMs
    case 'run':
      if (!audience) throw new Error('nobody is connected')
      return playRun(audience, order.plan)
    case 'disconnect':
      audience?.close()
      audience = null
      return null
    default:
      return order satisfies never
  }
}
