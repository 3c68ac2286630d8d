import { runService, type Service, type ServiceListeners } from './service'
import type { ServiceDefinition } from './service-process'

/** Services that are stopped together. */
export interface ServiceGroup {
  readonly services: readonly Service[]
  /** Starts one; refused once the group is being closed. */
  run: (definition: ServiceDefinition) => Service
  close: () => Promise<void>
  kill: () => void
}

interface GroupOptions {
  dataDir: string
  listeners: ServiceListeners
  /** What a service gets to end by itself before it is killed. */
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
