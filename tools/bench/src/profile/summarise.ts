import type { CpuProfile, ProfileNode } from './inspector'

/** The source location of a frame's code. */
export interface Place {
  /** `kafkajs`, `@parley/delivery`, `apps/server`, `node`, `(native)` */
  package: string
  /** `encoder.js:42` */
  at: string
}

export interface Summary {
  /** Milliseconds in which the process was busy. */
  busyMs: number
  idleMs: number
  /** By name and place, milliseconds in the function itself; largest first. */
  functions: { name: string; place: Place; selfMs: number }[]
  /** `withinMs`: includes the time of its callees. */
  packages: { name: string; selfMs: number; withinMs: number }[]
}

/** Sums the samples of a profile. */
export function summarise(profile: CpuProfile, locate: (node: ProfileNode) => Place): Summary {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]))
  const parents = new Map(
    profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])),
  )
  const places = new Map(profile.nodes.map((node) => [node.id, locate(node)]))
  const selfMs = new Map<number, number>()
  for (const [i, id] of profile.samples.entries())
    selfMs.set(id, (selfMs.get(id) ?? 0) + profile.timeDeltas[i]! / 1_000)

  let [busyMs, idleMs] = [0, 0]
  const functions = new Map<string, Summary['functions'][number]>()
  const packages = new Map<string, Summary['packages'][number]>()
  const packageOf = (name: string) => {
    const entry = packages.get(name) ?? { name, selfMs: 0, withinMs: 0 }
    packages.set(name, entry)
    return entry
  }
  for (const [id, ms] of selfMs) {
    const name = nodes.get(id)!.callFrame.functionName || '(anonymous)'
    if (name === '(idle)') {
      idleMs += ms
      continue
    }
    busyMs += ms
    const place = places.get(id)!
    const key = `${name} ${place.package} ${place.at}`
    const entry = functions.get(key) ?? { name, place, selfMs: 0 }
    entry.selfMs += ms
    functions.set(key, entry)
    packageOf(place.package).selfMs += ms
    const within = new Set<string>()
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at))
      within.add(places.get(at)!.package)
    for (const each of within) packageOf(each).withinMs += ms
  }
  const most = (a: { selfMs: number }, b: { selfMs: number }) => b.selfMs - a.selfMs
  return {
    busyMs,
    idleMs,
    functions: [...functions.values()].sort(most),
    packages: [...packages.values()].sort(most),
  }
}
