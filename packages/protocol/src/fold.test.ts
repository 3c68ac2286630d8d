import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fold, foldAll, merge } from './fold'
import { emoji } from './message-changes'
import type { MessageChange, SequencedMessage } from './room-event'

const roomId = '01890000-0000-7000-8000-000000000001'
const messageId = '01890000-0000-7000-8000-0000000000aa'
const said: SequencedMessage = {
  seq: 1,
  epoch: 0,
  event: {
    kind: 'message',
    id: messageId,
    roomId,
    authorId: 'ada',
    authorName: 'Ada',
    body: 'first',
    at: 1,
  },
}

type Change = { seq: number; event: MessageChange }
let made = 0
function change(seq: number, what: object, authorId = 'ada'): Change {
  const id = `01890000-0000-7000-8000-${String(++made).padStart(12, '0')}`
  return {
    seq,
    event: { id, roomId, messageId, authorId, authorName: authorId, at: seq * 10, ...what } as MessageChange,
  }
}
const edit = (seq: number, body: string) => change(seq, { kind: 'edit', body })
const deletion = (seq: number) => change(seq, { kind: 'deletion' })
const reaction = (seq: number, by: string, on: boolean, sign = '👍') =>
  change(seq, { kind: 'reaction', emoji: sign, on }, by)

test('the edit with the highest seq gives the text, in whatever order they come', () => {
  const both = [edit(5, 'third'), edit(3, 'second')].reduce(fold, said)
  expect(both.event.body).toBe('third')
  expect(both.changes).toMatchObject({ version: 5, edited: { seq: 5, at: 50 } })
})

test('a deletion is final: neither a later edit nor a late earlier one brings the text back', () => {
  for (const changes of [
    [deletion(3), edit(5, 'again')],
    [edit(5, 'again'), deletion(3)],
    [deletion(5), edit(3, 'late')],
  ]) {
    const after = changes.reduce(fold, said)
    expect(after.event.body).toBe('')
    expect(after.changes?.deleted?.by).toBe('ada')
    expect(after.changes?.version).toBe(5)
  }
})

test('of two deletions the first one counts, in whatever order they come', () => {
  for (const changes of [
    [deletion(3), deletion(5)],
    [deletion(5), deletion(3)],
  ])
    expect(changes.reduce(fold, said).changes).toMatchObject({ version: 5, deleted: { seq: 3, at: 30 } })
})

test('a reaction is on or off by the highest seq of this person and emoji', () => {
  const after = [
    reaction(4, 'bo', false),
    reaction(2, 'bo', true),
    reaction(3, 'cy', true),
    reaction(5, 'bo', true, '🎉'),
  ].reduce(fold, said)
  expect(after.changes?.reactions.map(({ personId, emoji, on }) => [personId, emoji, on])).toEqual([
    ['cy', '👍', true],
    ['bo', '👍', false],
    ['bo', '🎉', true],
  ])
})

test('a change without effect returns the same object', () => {
  const once = fold(said, edit(3, 'second'))
  expect(fold(once, edit(2, 'never seen'))).toBe(once)
  expect(merge(once, said)).toBe(once)
  const list = [once]
  expect(foldAll(list, [])).toBe(list)
  const given = reaction(4, 'bo', true)
  const twice = fold(once, given)
  expect(fold(twice, given)).toBe(twice)
})

test('a reaction that comes after a later change of another kind still counts', () => {
  const before = [reaction(3, 'bo', true), edit(9, 'ninth')].reduce(fold, said)
  expect(fold(before, reaction(5, 'bo', false)).changes).toMatchObject({
    version: 9,
    reactions: [{ seq: 5, on: false }],
  })
})

test('changes go to their own message', () => {
  const other = { ...said, event: { ...said.event, id: '01890000-0000-7000-8000-0000000000bb' } }
  const [changed, untouched] = foldAll(
    [said, other],
    [edit(2, 'second'), reaction(3, 'bo', true), reaction(4, 'cy', true)],
  )
  expect(changed?.event.body).toBe('second')
  expect(changed?.changes?.reactions.map(({ personId }) => personId)).toEqual(['bo', 'cy'])
  expect(untouched).toBe(other)
})

const anyChange = fc
  .tuple(
    fc.constantFrom('edit', 'deletion', 'reaction'),
    fc.constantFrom('ada', 'bo'),
    fc.constantFrom('👍', '🎉'),
    fc.boolean(),
  )
  .map(([kind, by, sign, on]) => ({ kind, by, sign, on }))

test('in any order, any number of times, and in any groups: the same message', () => {
  fc.assert(
    fc.property(
      fc.array(anyChange, { maxLength: 8 }),
      fc.infiniteStream(fc.nat()),
      fc.nat(8),
      (kinds, dice, cut) => {
        const changes = kinds.map(({ kind, by, sign, on }, i) => {
          if (kind === 'edit') return edit(i + 2, `text ${i}`)
          return kind === 'deletion' ? deletion(i + 2) : reaction(i + 2, by, on, sign)
        })
        const whole = changes.reduce(fold, said)
        const mixed = [...changes, ...changes.slice(0, 3)]
          .map((each) => ({ each, at: dice.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ each }) => each)
        expect(mixed.reduce(fold, said)).toEqual(whole)
        const some = mixed.slice(0, cut).reduce(fold, said)
        const rest = mixed.slice(cut).reduce(fold, said)
        expect(merge(some, rest)).toEqual(whole)
        expect(merge(rest, some)).toEqual(whole)
      },
    ),
    { numRuns: 500 },
  )
})

test.each(['👍', '👨‍👩‍👧', '🇩🇪', '👍🏽', '❤️'])('%s is one emoji', (sign) => {
  expect(emoji.safeParse(sign).success).toBe(true)
})
test.each(['', 'a', '👍👍', ':+1:', '1'])('%j is not an emoji', (sign) => {
  expect(emoji.safeParse(sign).success).toBe(false)
})
