import type { RunningEngine } from '@parley/engines'
import { startCentrifugo } from './centrifugo'
import { startPeer } from './peers'
import type { System, SystemName } from './system'

export interface Peer {
  name: SystemName
  /** For one measurement. */
  start: () => Promise<System>
}

/** The alternatives that people would use; Centrifugo if CENTRIFUGO_BIN names it. */
export function listPeers(engine: RunningEngine, dataDir: string): Peer[] {
  const { url, pid } = engine
  const redis = { url, pid: pid! }
  const bare = (['ws', 'socket.io', 'socket.io+redis'] as const).map((name) => ({
    name,
    start: () => startPeer(name, redis),
  }))
  const bin = process.env.CENTRIFUGO_BIN
  if (!bin) return bare
  return [...bare, { name: 'centrifugo', start: () => startCentrifugo(bin, dataDir, redis) }]
}
