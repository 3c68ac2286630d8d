import type { ChaosStack } from '../stack/stack'

/** After a scenario restarts every part and heals every link, even after a failure. */
export async function mend({ stack }: { stack: ChaosStack }): Promise<void> {
  const services = [...stack.persisters, ...stack.servers, stack.haproxy]
  for (const service of services) service.thaw()
  await Promise.all(stack.links.all().map((link) => link.heal()))
  await Promise.all(
    [stack.engines.redis, stack.engines.postgres, ...stack.brokers].map(async (engine) => {
      engine.thaw()
      if (engine.pid === null) await engine.restart()
    }),
  )
  await Promise.all(services.filter(({ pid }) => pid === null).map((service) => service.restart()))
}
