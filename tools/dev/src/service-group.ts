import { runService, type Service, type ServiceListeners } from './service'
import type { ServiceDefinition } from './service-process'

/** Services that are stopped together. */
export interface ServiceGroup {
  readonly services: readonly Service[]
  /** Starts a service; throws once the group is closing. */
  run: (definition: ServiceDefinition) => Service
  close: () => Promise<void>
  kill: () => void
}

interface GroupOptions {
  dataDir: string
  listeners: ServiceListeners
  /** The time that a service gets to end before it is killed. */
  stopLimitMs: number
}

export function createServiceGroup({ dataDir, listeners, stopLimitMs }: GroupOptions): ServiceGroup {
  const services: Service[] = []
  let isClosed = false
  return {
    services,
    run(definition) {
      if (isClosed) throw new Error(`${definition.name} is not started: Parley is being stopped.`)
      const service = runService(definition, dataDir, listeners)
      services.push(service)
      return service
    },
    async close() {
      isClosed = true
      await Promise.all(services.map((service) => service.stop(stopLimitMs)))
    },
    kill() {
      isClosed = true
      services.forEach((service) => service.killNow())
    },
  }
}
