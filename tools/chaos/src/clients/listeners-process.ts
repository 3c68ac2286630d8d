// A separate process, so that thousands of sockets do not slow the measurements of the chaos process.
import { startListeners, type Listeners, type ListenersOptions } from './listeners'

export type ListenersOrder =
  | { kind: 'start'; options: ListenersOptions }
  | { kind: 'online' | 'complaints' | 'stop' }
  | { kind: 'recovery' | 'mostSyncs'; since: number }

export interface ListenersAnswer {
  nth: number
  value?: unknown
  error?: string
}

let listeners: Listeners | null = null

process.on('message', ({ nth, order }: { nth: number; order: ListenersOrder }) => {
  carryOut(order).then(
    (value) => process.send?.({ nth, value } satisfies ListenersAnswer),
    (error: Error) => process.send?.({ nth, error: error.message } satisfies ListenersAnswer),
  )
})
// The parent process is gone, for whatever reason.
process.on('disconnect', () => process.exit(0))

async function carryOut(order: ListenersOrder): Promise<unknown> {
  if (order.kind === 'start') {
    listeners = await startListeners(order.options)
    return null
  }
  if (!listeners) throw new Error('nobody listens yet')
  switch (order.kind) {
    case 'online':
    case 'complaints':
    case 'stop':
      return listeners[order.kind]()
    case 'recovery':
    case 'mostSyncs':
      return listeners[order.kind](order.since)
    default:
      return order satisfies never
  }
}
