import type { Database } from '@parley/database'
import {
  fail,
  mayDo,
  ok,
  outranks,
  type PersonId,
  type Result,
  type Role,
  type RoomAction,
  type RoomId,
} from '@parley/protocol'
import type { Announce } from './announce'

/** What leaders of a room do with its members. Somebody who may not see the room is told that it does not exist. */
export interface RoomMembers {
  add(roomId: RoomId, by: PersonId, personId: PersonId): Promise<Result<null>>
  /** The person's sockets leave the room on all servers. */
  remove(roomId: RoomId, by: PersonId, personId: PersonId): Promise<Result<null>>
  setRole(roomId: RoomId, by: PersonId, personId: PersonId, role: Role): Promise<Result<null>>
}

export function createRoomMembers(parts: {
  members: Pick<Database['members'], 'add' | 'leave' | 'rolesIn' | 'setRole'>
  announce: Pick<Announce, 'joined' | 'left'>
}): RoomMembers {
  const { members, announce } = parts

  /** The roles of both, if `by` may do this in the room. */
  async function check(action: RoomAction, roomId: RoomId, by: PersonId, personId: PersonId) {
    const found = await members.rolesIn(roomId, [by, personId])
    const [role = null, other = null] = found?.roles ?? []
    if (!found || !mayDo('see', { kind: found.kind, role })) return fail('no-such-room')
    if (!role || !mayDo(action, { kind: found.kind, role })) return fail('not-allowed')
    if (other && by !== personId && !outranks(role, other)) return fail('not-allowed')
    return ok({ other })
  }

  return {
    async add(roomId, by, personId) {
      const checked = await check('add-member', roomId, by, personId)
      if (!checked.ok) return checked
      const added = await members.add(roomId, personId)
      if (added !== 'joined' && added !== 'already-member') return fail(added)
      if (added === 'joined') announce.joined(roomId, personId)
      return ok(null)
    },

    async remove(roomId, by, personId) {
      const checked = await check('remove-member', roomId, by, personId)
      if (!checked.ok) return checked
      if (await members.leave(roomId, personId)) announce.left(roomId, personId)
      return ok(null)
    },

    async setRole(roomId, by, personId, role) {
      const checked = await check('set-role', roomId, by, personId)
      if (!checked.ok) return checked
      if (!checked.value.other) return fail('no-such-person')
      // A room keeps an owner: the last one leaves the room, or makes another owner first.
      if (by === personId && role !== 'owner') return fail('not-allowed')
      await members.setRole(roomId, personId, role)
      return ok(null)
    },
  }
}
