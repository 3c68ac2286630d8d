/** `public`: in the directory. `private`: seen by its members only. `direct`: for exactly the people that are in it. */
export const roomKinds = ['public', 'private', 'direct'] as const
export type RoomKind = (typeof roomKinds)[number]

/** Of a member in one room. A public or private room always has an owner, as long as anybody is in it. */
export const roles = ['owner', 'moderator', 'member'] as const
export type Role = (typeof roles)[number]

export type RoomAction = 'see' | 'join' | 'leave' | 'add-member' | 'remove-member' | 'set-role'

const everybody: readonly (Role | null)[] = [...roles, null]
const leaders: readonly Role[] = ['owner', 'moderator']

/** Who may do it; null is somebody who is not in the room. */
const allowed: Record<RoomKind, Record<RoomAction, readonly (Role | null)[]>> = {
  public: {
    see: everybody,
    join: everybody,
    leave: roles,
    'add-member': leaders,
    'remove-member': [],
    'set-role': ['owner'],
  },
  private: {
    see: roles,
    join: [],
    leave: roles,
    'add-member': leaders,
    'remove-member': leaders,
    'set-role': ['owner'],
  },
  direct: { see: roles, join: [], leave: [], 'add-member': [], 'remove-member': [], 'set-role': [] },
}

/** Who may see, enter, leave and lead a room. Who may change a message: the server's events/message-change.ts. */
export function mayDo(action: RoomAction, { kind, role }: { kind: RoomKind; role: Role | null }): boolean {
  return allowed[kind][action].includes(role)
}

/** A moderator may not act on an owner, and nobody on an owner but another owner. */
export function outranks(role: Role, other: Role): boolean {
  return role === 'owner' || other !== 'owner'
}
