import { expect, test } from 'vitest'
import type { OutboxSharing } from './outbox-store'
import { createSendingTurn } from './sending-turn'

const soon = () => new Promise(setImmediate)

/** A page among others: its turn comes when the test decides. */
function makePage() {
  const happened: string[] = []
  const state = { hasWork: true, written: Promise.resolve() as Promise<unknown> }
  const turns: (() => void)[] = []
  const prepared: (() => void)[] = []
  const sharing: OutboxSharing = {
    takeTurn(personId, onTurn) {
      happened.push(`${personId} asks`)
      turns.push(onTurn)
      return () => happened.push('gives back')
    },
    tell: () => {},
    listen: () => () => {},
  }
  const turn = createSendingTurn({
    sharing,
    hasWork: () => state.hasWork,
    whenWritten: () => state.written,
    prepare: () => new Promise((resolve) => prepared.push(resolve)),
    onTurn: () => happened.push('sends'),
  })
  return { turn, state, happened, turns, prepared }
}

test('if no other page sends it is always this page’s turn', () => {
  const turn = createSendingTurn({
    sharing: undefined,
    hasWork: () => true,
    whenWritten: () => Promise.resolve(),
    prepare: () => Promise.resolve(),
    onTurn: () => expect.unreachable(),
  })
  turn.consider('ada')
  turn.giveBack()
  expect(turn.isMine()).toBe(true)
})

test('the turn is requested once, and begins with the messages that the others left', async () => {
  const { turn, happened, turns, prepared } = makePage()
  turn.consider('ada')
  turn.consider('ada')
  expect(happened).toEqual(['ada asks'])
  turns[0]!()
  expect(turn.isMine()).toBe(false)
  prepared[0]!()
  await soon()
  expect([turn.isMine(), happened]).toEqual([true, ['ada asks', 'sends']])
})

test('a turn that was given back before it was prepared does not begin', async () => {
  const { turn, happened, turns, prepared } = makePage()
  turn.consider('ada')
  turns[0]!()
  turn.giveBack()
  turn.consider('ada')
  prepared[0]!()
  await soon()
  expect(turn.isMine()).toBe(false)
  expect(happened).toEqual(['ada asks', 'gives back', 'ada asks'])
})

test('it is given back when nothing is left to send and everything is written down, and requested again', async () => {
  const { turn, state, happened, turns, prepared } = makePage()
  turn.consider('ada')
  turns[0]!()
  prepared[0]!()
  await soon()
  let written!: () => void
  state.written = new Promise<void>((resolve) => (written = resolve))
  state.hasWork = false
  turn.consider('ada')
  await soon()
  expect(turn.isMine()).toBe(true)
  written()
  await soon()
  expect(turn.isMine()).toBe(false)
  expect(happened.splice(0)).toEqual(['ada asks', 'sends', 'gives back'])
  state.hasWork = true
  turn.consider('ada')
  expect(happened).toEqual(['ada asks'])
})

test('work that comes while it is being given back keeps it', async () => {
  const { turn, state, happened, turns, prepared } = makePage()
  turn.consider('ada')
  turns[0]!()
  prepared[0]!()
  await soon()
  state.hasWork = false
  turn.consider('ada')
  state.hasWork = true
  await soon()
  expect(turn.isMine()).toBe(true)
  expect(happened).not.toContain('gives back')
})

test('giving back a turn that was never requested does nothing', () => {
  const { turn, happened } = makePage()
  turn.giveBack()
  expect(happened).toEqual([])
})
