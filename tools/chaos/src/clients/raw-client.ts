import { v7 as newMessageId } from 'uuid'
import type { Operation } from '@parley/client'
import type { RoomEventsPacket } from '@parley/protocol'
import { now, type Recorder } from '@parley/testkit/history'
import type { Random } from '../random'
import type { Client } from './client'
import { createRawConnection } from './raw-connection'
import { createRawOutbox, type RawOutbox } from './raw-outbox'
import { createRawWatch } from './raw-watch'
import { createRest } from './rest'

/** A client that speaks the protocol without the SDK, and that keeps listening in rooms that it has left. */
export function createRawClient({
  name,
  url,
  cookie,
  recorder,
  onComplaint,
  random,
}: {
  name: string
  url: string
  cookie: string
  recorder: Recorder
  onComplaint: (what: string) => void
  random: Random
}): Client {
  const rest = createRest(url, cookie)
  const outboxes = new Map<string, RawOutbox>()
  const written = new Map<string, number>()
  const ownMessages = new Set<string>()
  let isSynced = false
  let isAway = true

  const connection = createRawConnection({
    url,
    cookie,
    random,
    events: {
      onWelcome(server) {
        recorder.observe({ kind: 'connected', client: name, server, at: now() })
        isSynced = false
        watch.connected()
        for (const outbox of outboxes.values()) outbox.connected()
      },
      onLost(isOwnWill) {
        recorder.observe({ kind: 'lost', client: name, isOwnWill, at: now() })
        watch.lost()
      },
      onEvent: hear,
      onRefused: (code) => onComplaint(`${name} was refused: ${code}`),
    },
  })
  const { ask, isOnline } = connection
  const watch = createRawWatch({
    client: name,
    ask,
    isOnline,
    recorder,
    onComplete: completed,
    onComplaint: (what) => onComplaint(`${name}: ${what}`),
    random,
  })

  function hear(event: string, payload: unknown): void {
    if (event === 'room:events') watch.arrived(payload as RoomEventsPacket)
    else if (event === 'room:head') watch.head(payload as Parameters<typeof watch.head>[0])
    else if (event === 'live:state') {
      const { delayed } = payload as { delayed: boolean }
      recorder.observe({ kind: 'delayed', client: name, isDelayed: delayed, at: now() })
    } else if (event === 'sends:resumed') {
      const { withinMs } = payload as { withinMs: number }
      for (const outbox of outboxes.values()) outbox.resumed(withinMs)
    } else if (event === 'rooms:changed') {
      const { roomId, change } = payload as { roomId: string; change: 'joined' | 'left' }
      if (change === 'joined') watch.refresh(roomId)
    }
  }

  function completed(): void {
    if (isSynced || !isOnline()) return
    isSynced = true
    recorder.observe({ kind: 'synced', client: name, at: now() })
  }

  function outboxOf(room: string): RawOutbox {
    const outbox =
      outboxes.get(room) ??
      createRawOutbox({
        client: name,
        room,
        ask,
        isOnline,
        epochOf: () => watch.cursorOf(room)?.epoch,
        recorder,
        random,
      })
    outboxes.set(room, outbox)
    return outbox
  }

  function send(room: string, operation: Operation): void {
    const nth = (written.get(room) ?? 0) + 1
    written.set(room, nth)
    const id = newMessageId()
    if (operation.kind === 'message') ownMessages.add(id)
    recorder.observe({ kind: 'wrote', client: name, room, id, operation, nth, at: now() })
    outboxOf(room).send(id, operation)
  }

  async function join(room: string): Promise<string | null> {
    recorder.observe({ kind: 'joined', client: name, room, at: now() })
    const answer = await rest.post(`/rooms/${room}/join`)
    if (!answer.ok) return answer.code
    watch.watch(room)
    return null
  }

  async function leave(room: string): Promise<string | null> {
    watch.unwatch(room)
    const answer = await rest.post(`/rooms/${room}/leave`)
    if (!answer.ok) return answer.code
    recorder.observe({ kind: 'left', client: name, room, at: now() })
    return null
  }

  async function createRoom(roomName: string): Promise<string | null> {
    const askedAt = now()
    const answer = await rest.post('/rooms', { name: roomName })
    if (!answer.ok) return answer.code
    const { id } = answer.value as { id: string }
    recorder.observe({ kind: 'joined', client: name, room: id, at: askedAt })
    watch.watch(id)
    return null
  }

  return {
    name,
    kind: 'raw',
    rooms: watch.roomIds,
    mayWrite: () => true,
    send,
    changeable(room) {
      const all = watch.recent(room)
      return { own: all.filter((id) => ownMessages.has(id)), all }
    },
    unsent: (room) =>
      room === undefined
        ? [...outboxes.values()].reduce((so, outbox) => so + outbox.unsent(), 0)
        : (outboxes.get(room)?.unsent() ?? 0),
    delays: () => [...outboxes.values()].flatMap((outbox) => outbox.delay() ?? []),
    isOnline,
    isBack: () => isOnline() && isSynced,
    isInSync: () => isOnline() && watch.isComplete(),
    cursorOf: watch.cursorOf,
    goOffline() {
      isAway = true
      connection.disconnect()
    },
    comeBack() {
      isAway = false
      connection.connect()
    },
    isAway: () => isAway,
    watch(roomId) {
      recorder.observe({ kind: 'joined', client: name, room: roomId, at: now() })
      watch.watch(roomId)
    },
    join,
    leave,
    createRoom,
    readMark(roomId) {
      const cursor = watch.cursorOf(roomId)
      if (cursor && isOnline()) void ask('read:mark', { roomId, seq: cursor.seq })
    },
    close() {
      isAway = true
      connection.disconnect()
      for (const room of watch.roomIds()) watch.unwatch(room)
      for (const outbox of outboxes.values()) outbox.close()
    },
  }
}
