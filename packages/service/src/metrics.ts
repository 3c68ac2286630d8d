import type { ServerResponse } from 'node:http'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/**
 * The metrics of a service. The documentation's list is generated from these, so `help` is a sentence for the reader of a
 * graph.
 */
export interface MetricDefinition {
  kind: 'counter' | 'gauge' | 'histogram'
  /** By Prometheus's convention: `parley_`, the thing, its unit; a counter ends in `_total`. Times are in seconds. */
  name: string
  help: string
  /** Few, and each with few values: every combination is a series that is kept for ever. */
  labels?: readonly string[]
  /** Upper bounds of a histogram's buckets. */
  buckets?: readonly number[]
}

export type MetricDefinitions = Readonly<Record<string, MetricDefinition>>

type LabelsOf<D> = D extends { labels: readonly (infer Name extends string)[] }
  ? Readonly<Record<Name, string>>
  : Readonly<Record<string, never>>

/** The value of one series of a gauge. */
type Reading<Labels> = { labels: Labels; value: number }

interface Kinds<Labels> {
  counter: { add(labels: Labels, by?: number): void }
  /** Called at every scrape; a gauge that cannot be read is left out. */
  gauge: { read(ask: () => Reading<Labels>[] | Promise<Reading<Labels>[]>): void }
  histogram: { observe(labels: Labels, value: number): void }
}

export type Metrics<D extends MetricDefinitions> = {
  readonly [Key in keyof D]: Kinds<LabelsOf<D[Key]>>[D[Key]['kind']]
}

export interface OpenMetrics<D extends MetricDefinitions> {
  metrics: Metrics<D>
  /** Answers with all metrics in Prometheus's format, the process's own included. Never rejects. */
  answer(response: ServerResponse): Promise<void>
}

/**
 * The path of the metrics. Compared with the address as it was sent: an address that only leads here after normalization
 * (`/api/../metrics`) has passed a proxy that did not mean to publish this.
 */
export const METRICS_PATH = '/metrics'

/** From a millisecond to a client's timeout. Seconds. */
export const LATENCY_BUCKETS = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
] as const

/**
 * Sampling interval of the event loop's delay. The usual 10 ms would cost an idle process more than all its other work.
 */
const EVENT_LOOP_EVERY_MS = 100

/** The metrics of one process. Nothing is global: two services in one process count apart. */
export function openMetrics<const D extends MetricDefinitions>(definitions: D): OpenMetrics<D> {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: EVENT_LOOP_EVERY_MS })
  const metrics = Object.fromEntries(
    Object.entries(definitions).map(([key, definition]) => [key, open(definition, registry)]),
  ) as unknown as Metrics<D>

  async function answer(response: ServerResponse) {
    try {
      const text = await registry.metrics()
      response.writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' }).end(text)
    } catch {
      response.writeHead(500).end() // the scraper shows the failure, and asks again by itself
    }
  }

  return { metrics, answer }
}

function open(definition: MetricDefinition, registry: Registry): unknown {
  const { kind, name, help, labels = [], buckets = LATENCY_BUCKETS } = definition
  const said = { name, help, labelNames: [...labels], registers: [registry] }
  switch (kind) {
    case 'counter': {
      const counter = new Counter(said)
      return { add: (values: Record<string, string>, by = 1) => counter.inc(values, by) }
    }
    case 'histogram': {
      const histogram = new Histogram({ ...said, buckets: [...buckets] })
      return { observe: (values: Record<string, string>, value: number) => histogram.observe(values, value) }
    }
    case 'gauge': {
      let ask: Parameters<Kinds<Record<string, string>>['gauge']['read']>[0] = () => []
      const gauge = new Gauge({
        ...said,
        async collect() {
          const readings = await Promise.resolve()
            .then(ask)
            .catch(() => []) // the engine is down, and its own log line reports it
          gauge.reset()
          if (labels.length === 0 && readings.length === 0) gauge.remove({})
          for (const { labels: values, value } of readings) gauge.set(values, value)
        },
      })
      return { read: (reading: typeof ask) => (ask = reading) }
    }
  }
}
