import type { ReadPage } from '../catch-up/read-page'
import type { IsMember } from '../rooms/memberships'
import type { Handler } from './handler'

interface Parts {
  readPage: ReadPage
  isMember: IsMember
}

export function historyPage({ readPage, isMember }: Parts): Handler<'history:page'> {
  return async function historyPage(socket, { roomId, before, limit }) {
    const member = await isMember(socket, roomId)
    return member.ok ? readPage(roomId, before, limit) : member
  }
}
