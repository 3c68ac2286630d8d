// The people, rooms and messages of the screenshots: long names, long words, emoji, several scripts and directions,
// several days.
import { foldAll, LOBBY_ID, type Person, type Room, type SequencedMessage } from '@parley/protocol'

const LONG = 'Maximiliane-Alexandra von Habsburg'.slice(0, 32)

export const me: Person = { id: 'person-grace', name: 'Grace Hopper', isGuest: true }
export const people: Person[] = [
  me,
  { id: 'person-ada', name: 'Ada Lovelace', isGuest: false },
  { id: 'person-li', name: '李明', isGuest: true },
  { id: 'person-m', name: 'محمد الفارسي', isGuest: true },
  { id: 'person-long', name: LONG, isGuest: true },
  { id: 'person-emoji', name: '🦊 Fox', isGuest: true },
]
const [, ada, li, mohammed, long, fox] = people as [Person, Person, Person, Person, Person, Person]

const base = {
  topic: '',
  isLobby: false,
  isMember: true,
  memberCount: 6,
  lastSeq: 0,
  readSeq: 0,
  kind: 'public' as const,
  role: 'member' as const,
  people: [],
}
export const lobby: Room = {
  ...base,
  id: LOBBY_ID,
  name: 'Lobby',
  topic: 'Where everybody starts. Say hello, ask anything, find your room.',
  isLobby: true,
  memberCount: 1_204,
  lastSeq: 60,
  readSeq: 60,
}
export const rooms: Room[] = [
  lobby,
  { ...base, id: roomId(2), name: 'design', topic: 'Take away until it is quiet', lastSeq: 9, readSeq: 4 },
  { ...base, id: roomId(3), name: 'release-2026-11', lastSeq: 9, readSeq: 9 },
  {
    ...base,
    id: roomId(4),
    name: 'A room whose name goes on for as long as a room name may ever go on, just about',
  },
  { ...base, id: roomId(5), name: 'قهوة الصباح', lastSeq: 3 },
  { ...base, id: roomId(6), name: 'kitchen 🍲', isMember: false, topic: 'Who cooks today?' },
  {
    ...base,
    id: roomId(7),
    name: 'Donaudampfschifffahrtsgesellschaftskapitän',
    isMember: false,
    memberCount: 1,
  },
]

/** More rooms than a page of the directory. */
export const manyRooms: Room[] = [
  ...rooms,
  ...['backend', 'book club', 'climbing', 'garden', 'hiring', 'lunch', 'music 🎶', '読書会'].flatMap(
    (name, i) =>
      Array.from({ length: 8 }, (_, n) => ({
        ...base,
        id: roomId(100 + 10 * i + n),
        name: n === 0 ? name : `${name} ${n + 1}`,
        isMember: false,
      })),
  ),
]

/** Two people with the same name, one with a long name, a member who is not a guest. */
export const namesakes: Person[] = [
  ...people,
  { id: 'person-ada-2', name: 'Ada Lovelace', isGuest: true },
  { id: 'person-long-2', name: LONG, isGuest: true },
]

export const longText = Array.from({ length: 60 }, (_, i) => `${i + 1}. A line of a long list.`).join('\n')

export function roomId(number: number): string {
  return `01890000-0000-7000-8000-${String(number).padStart(12, '0')}`
}

const noon = new Date().setHours(12, 4, 0, 0)
const MINUTE = 60_000
const DAY = 86_400_000

let count = 0
export function said(seq: number, by: Person, body: string, at = noon): SequencedMessage {
  const id = `01890000-0000-7000-9000-${String(++count).padStart(12, '0')}`
  return {
    seq,
    epoch: 1,
    event: { kind: 'message', id, roomId: LOBBY_ID, authorId: by.id, authorName: by.name, body, at },
  }
}

/** A conversation with a bit of everything. */
export const talk: SequencedMessage[] = [
  said(40, ada, 'Is the new build up anywhere?', noon - DAY - 30 * MINUTE),
  said(41, me, 'On server 2, since this morning.', noon - DAY - 29 * MINUTE),
  said(42, me, 'I left both running over night: no message lost, none twice.', noon - DAY - 28 * MINUTE),
  said(43, li, '太好了！我刚刚重启了我的电脑，所有消息都还在。', noon - DAY - 20 * MINUTE),
  said(44, long, 'Who wrote the notes on catch-up?', noon - 90 * MINUTE),
  said(
    45,
    ada,
    'I did. The short of it:\n\n1. keep a cursor for each room\n2. ask for what came after it\n3. never move it past a gap',
    noon - 84 * MINUTE,
  ),
  said(
    46,
    ada,
    'More in https://example.com/notes/catch-up?section=gaps#why (and the tests).',
    noon - 83 * MINUTE,
  ),
  said(47, mohammed, 'شكراً جزيلاً، هذا واضح جداً. سأقرأ https://example.com الليلة', noon - 60 * MINUTE),
  said(48, fox, '👏🎉', noon - 52 * MINUTE),
  said(
    49,
    fox,
    'One question: what happens to a message that I write in a tunnel, when the train comes out on the other side and my phone talks to a different server than before? Does it stand where I wrote it, or where it arrived?',
    noon - 51 * MINUTE,
  ),
  said(
    50,
    me,
    'Where it arrived. It is shown in place at once, and takes its number when Kafka has it.',
    noon - 40 * MINUTE,
  ),
  said(
    51,
    long,
    'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz'.repeat(3),
    noon - 12 * MINUTE,
  ),
  said(52, ada, 'That one breaks where it must.', noon - 11 * MINUTE),
  said(53, me, 'Good. Then I call it a day here.', noon - 2 * MINUTE),
]

/** The same conversation with edits, deletions and reactions. */
export const changedTalk: SequencedMessage[] = foldAll(talk, [
  edited(54, 53, 'Good. Then I call it a night here.'),
  edited(
    55,
    49,
    'One question: what happens to a message that I write in a tunnel, when the train comes out on the other side?',
  ),
  deleted(56, 51),
  deleted(57, 42),
  ...reacted(58, 45, '👍', people),
  ...reacted(70, 45, '🎉', [li, mohammed]),
  ...reacted(80, 45, '👨‍👩‍👧‍👦', [fox]),
  ...reacted(90, 50, '❤️', [me]),
  ...['😀', '🚀', '👀', '✅', '🙏', '🔥', '🐘', '🍲', '🦊', '💯', '🤔'].flatMap((emoji, i) =>
    reacted(100 + 10 * i, 48, emoji, people.slice(0, 1 + (i % 5))),
  ),
])

function of(messageSeq: number, by?: Person) {
  const message = talk.find(({ seq }) => seq === messageSeq)
  if (!message) throw new Error(`nothing was said at ${messageSeq}`)
  const { id: messageId, authorId, authorName } = message.event
  const author = by ? { authorId: by.id, authorName: by.name } : { authorId, authorName }
  return { id: `change-${++count}`, roomId: LOBBY_ID, at: noon, messageId, ...author }
}

function edited(seq: number, messageSeq: number, body: string) {
  return { seq, event: { kind: 'edit' as const, ...of(messageSeq), body } }
}

function deleted(seq: number, messageSeq: number) {
  return { seq, event: { kind: 'deletion' as const, ...of(messageSeq) } }
}

function reacted(from: number, messageSeq: number, emoji: string, by: readonly Person[]) {
  return by.map((person, i) => ({
    seq: from + i,
    event: { kind: 'reaction' as const, ...of(messageSeq, person), emoji, on: true },
  }))
}

/** Many messages, by the same people in turn. */
export function manySaid(from: number, to: number): SequencedMessage[] {
  const texts = [
    'Yes.',
    'I looked at it again, and it holds.',
    'Then let us do that first thing tomorrow, before the others come in.',
  ]
  return Array.from({ length: to - from }, (_, i) => {
    const by = [ada, li, fox][Math.floor(i / 3) % 3] ?? ada
    return said(from + i, by, `${texts[i % 3]} (${from + i})`, noon - (to - from - i) * MINUTE)
  })
}
