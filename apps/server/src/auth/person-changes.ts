import type { Person } from '@parley/protocol'
import { personChannel, type ParleyServer, type ParleySocket } from '../socket/socket-types'

/** Tells a person's sockets, on all servers, that the person changed: a guest has an account now. */
export type AnnouncePerson = (person: Person) => void

/** The announcement can be lost while Redis is down, and does not reach a handshake: `recheck` repairs that. */
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

/** Sets the socket's person; the client is told if that changed anything. */
export function changePerson(socket: ParleySocket, { id, name, isGuest }: Person): void {
  const { user } = socket.data
  if (user.name === name && user.isGuest === isGuest) return
  socket.data.user = { ...user, name, isGuest }
  socket.emit('person:changed', { person: { id, name, isGuest } })
}
