import { expect, test } from 'vitest'
import { mayDo, outranks, roles, roomKinds, type RoomAction } from './permissions'

/** Who may do it: o owner, m moderator, e member, n not in the room. Also on the protocol page. */
const table: Record<RoomAction, Record<(typeof roomKinds)[number], string>> = {
  see: { public: 'omen', private: 'ome', direct: 'ome' },
  join: { public: 'omen', private: '', direct: '' },
  leave: { public: 'ome', private: 'ome', direct: '' },
  'add-member': { public: 'om', private: 'om', direct: '' },
  'remove-member': { public: '', private: 'om', direct: '' },
  'set-role': { public: 'o', private: 'o', direct: '' },
}
const letters = { owner: 'o', moderator: 'm', member: 'e' }

test.each(Object.entries(table))('who may %s', (action, byKind) => {
  for (const kind of roomKinds) {
    const may = [...roles, null].filter((role) => mayDo(action as RoomAction, { kind, role }))
    expect(may.map((role) => (role ? letters[role] : 'n')).join(''), kind).toBe(byKind[kind])
  }
})

test('only an owner acts on an owner', () => {
  for (const role of roles)
    for (const other of roles) expect(outranks(role, other)).toBe(role === 'owner' || other !== 'owner')
})
