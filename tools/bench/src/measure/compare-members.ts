import type { MemberResult } from '../load/member-view'
import type { RunResult } from '../load/plan'

interface Room {
  acknowledged: number
  members: MemberResult[]
}

/** `lost`: messages that a member misses, although they were acknowledged or another member got them. */
export function compareMembers(results: readonly Pick<RunResult, 'rooms'>[]): {
  lost: number
  'arrival orders': number
} {
  const rooms = new Map<number, Room>()
  for (const { number, acknowledged, members } of results.flatMap((each) => each.rooms)) {
    const room = rooms.get(number) ?? { acknowledged: 0, members: [] }
    rooms.set(number, {
      acknowledged: room.acknowledged + acknowledged,
      members: [...room.members, ...members],
    })
  }
  const all = [...rooms.values()]
  return {
    lost: all.reduce((total, room) => total + lostIn(room), 0),
    'arrival orders': Math.max(...all.map(({ members }) => new Set(members.map(({ order }) => order)).size)),
  }
}

function lostIn({ acknowledged, members }: Room): number {
  const expected = Math.max(acknowledged, ...members.map(({ seen }) => seen))
  return members.reduce((total, { seen }) => total + expected - seen, 0)
}
