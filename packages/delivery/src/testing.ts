// For tests: the messages that servers with clients in a room get from Redis.
import type { RoomEventsPacket, RoomId } from '@parley/protocol'
import { connectRedis, waitForRedis } from './connect-redis'
import { roomEnvelope } from './room-channel'

export interface RoomHearer {
  /** All packets published since `hearRoom` resolved and before this call. */
  packets(): Promise<RoomEventsPacket[]>
  close(): void
}

export async function hearRoom(redisUrl: string, roomId: RoomId): Promise<RoomHearer> {
  const subscriber = connectRedis(redisUrl, { role: 'subscriber' })
  const heard: RoomEventsPacket[] = []
  subscriber.on('smessage', (_channel: string, message: string) => {
    const { data } = JSON.parse(message) as { data: { packet: { data: [string, RoomEventsPacket] } } }
    heard.push(data.packet.data[1])
  })
  await waitForRedis(subscriber, 10_000)
  await subscriber.ssubscribe(roomEnvelope(roomId)[0])
  return {
    async packets() {
      await subscriber.ping() // answered after everything published before
      return [...heard]
    },
    close: () => subscriber.disconnect(),
  }
}
