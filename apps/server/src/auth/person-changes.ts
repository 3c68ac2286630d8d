import { roomChannel } from '@parley/delivery'
import { LOBBY_ID, type Person, type PersonId } from '@parley/protocol'
import type { Closable } from '@parley/service'
import { coalesce } from '../rooms/coalesce'
import { personChannel, type ParleyServer, type ParleySocket } from '../socket/socket-types'

/** Tells everybody that a person changed: a guest has an account now, or the name is another. */
export interface PersonChanges extends Closable {
  announce: (person: Person) => void
}

/** Every connected client gets these changes, so many at once share one event. */
const EVERYBODY_EVERY_MS = 1_000

/**
 * The person's own sockets are told at once: they write under the new name. An announcement can be lost while Redis is down,
 * and does not reach a handshake: `recheck` repairs that for the person's sockets, a client's next lookup for the others.
 */
export function createPersonChanges(io: ParleyServer): PersonChanges {
  const changed = new Map<PersonId, Person>()
  // Every user is in the lobby.
  const tellEverybody = coalesce(EVERYBODY_EVERY_MS, () => {
    io.to(roomChannel(LOBBY_ID)).emit('people:changed', { people: [...changed.values()] })
    changed.clear()
  })
  io.on('personChanged', take)

  function take(person: Person) {
    for (const socketId of io.sockets.adapter.rooms.get(personChannel(person.id)) ?? []) {
      const socket = io.sockets.sockets.get(socketId)
      if (socket) changePerson(socket, person)
    }
  }

  return {
    announce(person) {
      take(person)
      io.serverSideEmit('personChanged', person)
      changed.set(person.id, person)
      tellEverybody(undefined)
    },
    close: tellEverybody.close,
  }
}

/** Sets the socket's person; the client is told if that changed anything. */
export function changePerson(socket: ParleySocket, { id, name, isGuest }: Person): void {
  const { user } = socket.data
  if (user.name === name && user.isGuest === isGuest) return
  socket.data.user = { ...user, name, isGuest }
  socket.emit('person:changed', { person: { id, name, isGuest } })
}
