import type { Person } from '@parley/protocol'
import { personChannel, type ParleyServer, type ParleySocket } from '../socket/socket-types'

/** Tells a person's sockets, on all servers, that the person changed: a guest has an account now. */
export type AnnouncePerson = (person: Person) => void

/** The announcement can be lost while Redis is away, and passes over a handshake: `recheck` heals that. */
export function createPersonChanges(io: ParleyServer): AnnouncePerson {
  io.on('personChanged', take)

  function take(person: Person) {
    for (const socketId of io.sockets.adapter.rooms.get(personChannel(person.id)) ?? []) {
      const socket = io.sockets.sockets.get(socketId)
      if (socket) changePerson(socket, person)
    }
  }

  return function announcePerson(person) {
    take(person)
    io.serverSideEmit('personChanged', person)
  }
}

/** The socket's person from now on; the client is told where that is news. */
export function changePerson(socket: ParleySocket, { id, name, isGuest }: Person): void {
  const { user } = socket.data
  if (user.name === name && user.isGuest === isGuest) return
  socket.data.user = { ...user, name, isGuest }
  socket.emit('person:changed', { person: { id, name, isGuest } })
}
