// Many clients that only listen, to test that all are disconnected at once. Their events are not kept.
import { LOBBY_ID } from '@parley/protocol'
import { recoveryOf, type Recovery } from '@parley/testkit/checker'
import { createRecorder, type Recorder } from '@parley/testkit/history'
import { until } from '@parley/testkit/until'
import { createRandom } from '../random'
import { eachOf } from './each-of'
import type { Client } from './client'
import { createRawClient } from './raw-client'
import { signIn } from './sign-in'

export interface ListenersOptions {
  url: string
  count: number
  /** So that names differ between several groups. */
  group: string
  seed: number
}

/** All methods are asynchronous, so that an implementation may live in another process. */
export interface Listeners {
  /** Online and caught up. */
  online: () => Promise<number>
  recovery: (since: number) => Promise<Recovery>
  /** The largest number of requests for missed events that one client sent since then. */
  mostSyncs: (since: number) => Promise<number>
  /** Permanent refusals, of requests or of connections: the failures that a person would be shown. */
  complaints: () => Promise<string[]>
  stop: () => Promise<void>
}

const SIGNING_IN_AT_ONCE = 8
const CONNECTING_AT_ONCE = 50
const READY_LIMIT_MS = 300_000
const CONNECTED_LIMIT_MS = 60_000

/** All of them listen in the lobby. Resolves when all are there. */
export async function startListeners({ url, count, group, seed }: ListenersOptions): Promise<Listeners> {
  const random = createRandom(seed)
  const complaints: string[] = []
  const onComplaint = (what: string) => void complaints.push(what)
  const recorder = onlyConnections(createRecorder())
  const { history } = recorder
  const clients: Client[] = []
  const names = Array.from({ length: count }, (_, i) => `${group}-${i + 1}`)
  await eachOf(names, SIGNING_IN_AT_ONCE, async (name) => {
    const cookie = await signIn(url, name, () => undefined)
    clients.push(createRawClient({ name, url, cookie, recorder, onComplaint, random }))
  })
  await eachOf(clients, CONNECTING_AT_ONCE, async (client) => {
    client.watch(LOBBY_ID)
    client.comeBack()
    await until(`${client.name} is in the lobby`, CONNECTED_LIMIT_MS, () => client.isBack())
  })
  await until('all listen', READY_LIMIT_MS, () => clients.every((client) => client.isBack()))

  return {
    online: async () => clients.filter((client) => client.isBack()).length,
    recovery: async (since) => recoveryOf(history, since),
    async mostSyncs(since) {
      const asked = new Map<number, number>()
      for (const { kind, client, at } of history.connections)
        if (kind === 'asked' && at >= since) asked.set(client, (asked.get(client) ?? 0) + 1)
      return Math.max(0, ...asked.values())
    },
    complaints: async () => complaints,
    async stop() {
      for (const client of clients) client.close()
    },
  }
}

function onlyConnections(recorder: Recorder): Recorder {
  const { observe } = recorder
  return {
    ...recorder,
    observe(observation) {
      const { kind } = observation
      if (kind === 'connected' || kind === 'lost' || kind === 'synced' || kind === 'asked')
        observe(observation)
    },
  }
}
