import { createShardedAdapter } from '@socket.io/redis-adapter'
import type { Cluster, Redis } from 'ioredis'
import type { Namespace } from 'socket.io'
import type { ClusterAdapter } from 'socket.io-adapter'
import { keepSubscriptions, type OnDegraded } from './kept-subscriptions'
import { CHANNEL_PREFIX, roomChannel, roomOfChannel, sequencedPacket } from './room-channel'
import { createRoomPace, type Rest } from './room-pace'
import type { RedisClient } from './script'

export interface RoomAdapterParts {
  /** For publishing; may be the connection of `createDelivery`. */
  publisher: RedisClient
  /** For this adapter alone: `connectRedis(url, { role: 'subscriber' })`, or a Cluster with `shardedSubscribers: true`. */
  subscriber: RedisClient
  /**
   * Called for every failed publish and subscription. A failed publish is lost for other servers: catch-up repairs it.
   */
  onDegraded: OnDegraded
  /** Lost subscriptions are back. Events published meanwhile did not reach this server. */
  onRenewed?: () => void
  /** The rest of a room after a packet, by its connections here. Milliseconds; tests use their own. */
  rest?: Rest
}

/**
 * The adapter through which Socket.IO servers reach each other's clients, for `new Server(http, { adapter })`: sharded
 * and dynamic, so that a server gets only events of rooms that its own sockets are in. One room per emit, no
 * acknowledgements: anything else goes to every server.
 *
 * A Redis outage never ends the process: a failed publish is reported and counts as sent to no other server, and the emit
 * still reaches this server's own sockets; subscriptions are renewed until they hold. `fetchSockets` rejects while Redis
 * is down.
 */
export function createRoomAdapter({
  publisher,
  subscriber,
  onDegraded,
  onRenewed,
  rest,
}: RoomAdapterParts): (namespace: Namespace) => ClusterAdapter {
  const makeAdapter = createShardedAdapter(
    guardPublisher(publisher, onDegraded),
    guardSubscriber(subscriber, onDegraded, onRenewed),
    { subscriptionMode: 'dynamic', channelPrefix: CHANNEL_PREFIX },
  ) as unknown as (namespace: Namespace) => ClusterAdapter
  // Not an arrow function: Socket.IO calls it with `new`.
  return function makeRoomAdapter(namespace) {
    const adapter = joinFrames(guardServerSideEmit(makeAdapter(namespace), onDegraded))
    return paceRooms(adapter, namespace, rest)
  }
}

// Adapter 8.3.0 calls exactly the commands of the two guards, and `spublish`, `ssubscribe` and `sunsubscribe` without a
// catch. They are written out, not proxies: a command that a later version calls is then missing at once, rather than
// unguarded.

function guardPublisher(publisher: RedisClient, onDegraded: OnDegraded) {
  return {
    async spublish(channel: string, payload: string | Buffer): Promise<number> {
      try {
        // Own sockets get the packet after this answer, so it must not wait in a queue until Redis is back.
        if (publisher.status !== 'ready') throw new Error('Redis is away.')
        return (await publisher.spublish(channel, payload)) as number
      } catch (error) {
        onDegraded('spublish', error as Error)
        return 0
      }
    },
    // The number of servers, for `fetchSockets`: there an error is better than an answer that lacks most clients.
    isCluster: publisher.isCluster,
    nodes: () => (publisher as Cluster).nodes('master'),
    send_command(name: string, args: string[], callback: (error: Error | null, reply?: unknown) => void) {
      publisher.call(name, ...args).then((reply) => callback(null, reply), callback)
    },
  }
}

function guardSubscriber(subscriber: RedisClient, onDegraded: OnDegraded, onRenewed?: () => void) {
  const subscriptions = keepSubscriptions(subscriber, onDegraded, onRenewed)
  return {
    on(event: 'smessageBuffer', receive: (channel: Buffer, message: Buffer) => void) {
      ;(subscriber as Redis).on(event, (channel: Buffer, message: Buffer) => {
        try {
          receive(channel, message)
        } catch (error) {
          onDegraded('receive', error as Error) // published by another program; ioredis would rethrow it out of reach
        }
      })
    },
    ssubscribe: (channel: string) => subscriptions.add(channel),
    sunsubscribe: (channel: string) => subscriptions.remove(channel),
  }
}

/** The frame of a room's packet, as one piece: from two pieces every socket would join them for itself. */
function joinFrames(adapter: ClusterAdapter): ClusterAdapter {
  const parts = adapter as unknown as {
    _encode(packet: unknown, options: { wsPreEncodedFrame?: Buffer[] }): unknown
  }
  const encode = parts._encode.bind(adapter)
  parts._encode = function encodeOnce(packet, options) {
    const encoded = encode(packet, options)
    if (options.wsPreEncodedFrame) options.wsPreEncodedFrame = [Buffer.concat(options.wsPreEncodedFrame)]
    return encoded
  }
  return adapter
}

/** The sequencer's packets go to clients at the pace of their room; all others at once. */
function paceRooms(adapter: ClusterAdapter, namespace: Namespace, rest?: Rest) {
  const parts = adapter as unknown as { onMessage(message: unknown): void }
  const receive = parts.onMessage.bind(adapter)
  const pace = createRoomPace({
    countConnections: (roomId) => adapter.rooms.get(roomChannel(roomId))?.size ?? 0,
    send: (packet) => namespace.local.to(roomChannel(packet.roomId)).emit('room:events', packet),
    nowMs: () => performance.now(),
    ...(rest && { rest }),
  })
  adapter.on('delete-room', (channel: string) => {
    const roomId = roomOfChannel(channel)
    if (roomId !== null) pace.forget(roomId)
  })
  parts.onMessage = function receiveAtPace(message) {
    const packet = sequencedPacket(message)
    if (packet) pace.take(packet)
    else receive(message)
  }
  return adapter
}

/**
 * With an acknowledgement it first counts servers, and no caller catches that error: here the acknowledgement gets it.
 */
function guardServerSideEmit(adapter: ClusterAdapter, onDegraded: OnDegraded): ClusterAdapter {
  const emit = adapter.serverSideEmit.bind(adapter)
  adapter.serverSideEmit = async function serverSideEmit(packet: unknown[]) {
    const acknowledge = packet.at(-1)
    try {
      await emit(packet)
    } catch (error) {
      onDegraded('serverSideEmit', error as Error)
      if (typeof acknowledge === 'function')
        (acknowledge as (error: Error, answers: unknown[]) => void)(error as Error, [])
    }
  }
  return adapter
}
