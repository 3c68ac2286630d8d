import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openInspector, type Inspected, type Inspector } from './inspector'
import { createLocate } from './locate'
import { summarise, type Summary } from './summarise'

/** Profiles services during a measurement, and writes where their time went. */
export interface Profiler {
  begin: () => Promise<void>
  /** Writes `<workload>-<service>.txt`, and `.cpuprofile` for a browser's developer tools. */
  end: (workload: string) => Promise<void>
  close: () => void
}

const FUNCTIONS = 40
const LEAST_SHARE = 0.003

export async function createProfiler(
  folder: string,
  services: readonly (Inspected & { name: string })[],
  say: (line: string) => void,
): Promise<Profiler> {
  mkdirSync(folder, { recursive: true })
  const watched: { name: string; inspector: Inspector }[] = await Promise.all(
    services.map(async (service) => ({
      name: service.name,
      inspector: await openInspector(service),
    })),
  )
  return {
    begin: async () => void (await Promise.all(watched.map(({ inspector }) => inspector.start()))),
    async end(workload) {
      for (const { name, inspector } of watched) {
        const profile = await inspector.stop()
        const file = join(folder, `${workload}-${name}`)
        writeFileSync(`${file}.cpuprofile`, JSON.stringify(profile))
        writeFileSync(`${file}.txt`, toText(name, workload, summarise(profile, createLocate())))
        say(`  ${file}.txt`)
      }
    },
    close: () => watched.forEach(({ inspector }) => inspector.close()),
  }
}

function toText(name: string, workload: string, { busyMs, idleMs, functions, packages }: Summary): string {
  const share = (ms: number) => `${((100 * ms) / busyMs).toFixed(1)} %`.padStart(8)
  const isWorthALine = ({ selfMs, withinMs = 0 }: { selfMs: number; withinMs?: number }) =>
    Math.max(selfMs, withinMs) >= busyMs * LEAST_SHARE
  return [
    `${name} during ${workload}: busy for ${busyMs.toFixed(0)} of ${(busyMs + idleMs).toFixed(0)} ms. Shares are of the busy time.`,
    '',
    '    self   within  package (within: with all that it called)',
    ...packages
      .filter(isWorthALine)
      .map((each) => `${share(each.selfMs)} ${share(each.withinMs)}  ${each.name}`),
    '',
    '    self  function',
    ...functions
      .filter(isWorthALine)
      .slice(0, FUNCTIONS)
      .map(({ name: called, place, selfMs }) => `${share(selfMs)}  ${called}  ${place.package} ${place.at}`),
    '',
  ].join('\n')
}
