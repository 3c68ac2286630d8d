// A separate process: the work of the chaos process does not slow the links, and the other way round.
import type { LinkMode } from './fault-link'
import { openTcpProxy, type TcpProxy } from './tcp-proxy'

export type ProxyOrder =
  | { kind: 'open'; link: string; port: number; targetPort: number }
  | { kind: 'set'; link: string; mode: LinkMode }
  | { kind: 'lead'; link: string; targetPort: number }

export interface ProxyAnswer {
  nth: number
  error?: string
}

const proxies = new Map<string, TcpProxy>()

process.on('message', ({ nth, order }: { nth: number; order: ProxyOrder }) => {
  carryOut(order).then(
    () => process.send?.({ nth } satisfies ProxyAnswer),
    (error: Error) => process.send?.({ nth, error: error.message } satisfies ProxyAnswer),
  )
})
// The parent process is gone, for whatever reason.
process.on('disconnect', () => process.exit(0))

async function carryOut(order: ProxyOrder) {
  if (order.kind === 'open')
    return void proxies.set(order.link, await openTcpProxy(order.port, order.targetPort))
  const proxy = proxies.get(order.link)
  if (!proxy) throw new Error(`there is no link ${order.link}`)
  if (order.kind === 'lead') return proxy.leadTo(order.targetPort)
  await proxy.set(order.mode)
}
