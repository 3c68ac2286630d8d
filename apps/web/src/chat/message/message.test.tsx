// @vitest-environment happy-dom
import type { TimelineMessage } from '@parley/client'
import { failure } from '@parley/protocol'
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { createDrafts } from '@/drafts/drafts'
import { DraftsContext } from '@/drafts/drafts-context'
import { ChangeFailed, MessageToolbar, SendFailed } from '@/parts/parts'
import { Message } from './message'
import type { MessageActions } from './message-actions'

// A part that was loaded before is there in its first render.
beforeAll(() => Promise.all([ChangeFailed, MessageToolbar, SendFailed].map((part) => part.load())))

afterEach(() => {
  cleanup()
  window.localStorage.clear()
})

const sent: TimelineMessage = {
  ...{ id: 'm1', roomId: 'r1', author: { id: 'ada', name: 'Ada' }, body: 'hello', at: 1_795_000_000_000 },
  ...{ seq: 7, state: { kind: 'sent' }, edited: false, deleted: false, reactions: [], changing: null },
}

function show(how: Partial<TimelineMessage> = {}, { isOwn = true, draft = '' } = {}) {
  const calls: unknown[] = []
  const note =
    (name: string) =>
    (...args: unknown[]) =>
      void calls.push([name, ...args])
  const actions = {
    ...Object.fromEntries(
      ['retry', 'remove', 'discard', 'react', 'beginEdit', 'discardEdit', 'askToDelete'].map((name) => [
        name,
        note(name),
      ]),
    ),
    editDraftOf: () => 'edit:r1:m1' as const,
  } as unknown as MessageActions
  const drafts = createDrafts({ owner: 'ada', storage: () => window.localStorage })
  drafts.begin()
  if (draft) drafts.write('edit:r1:m1', draft)
  render(
    <DraftsContext value={drafts}>
      <Message
        message={{ ...sent, ...how }}
        {...{ isOwn, actions }}
        startsGroup
        tag={undefined}
        isGuest={false}
        editing={null}
      />
    </DraftsContext>,
  )
  return { calls, article: screen.getByRole('article') }
}

let mouseX = 0

/** The buttons of a message under the mouse. A mouse that has not moved counts for nothing. */
function actionsOf(article: HTMLElement): string[] {
  fireEvent.pointerMove(article, { pointerType: 'mouse', clientX: ++mouseX })
  return within(article)
    .queryAllByRole('button')
    .map((button) => button.getAttribute('aria-label') ?? button.textContent ?? '')
}

test('a deleted message shows that there was one, and nothing to do with it', () => {
  const { article } = show({ deleted: true, body: '' })
  expect(article.textContent).toContain('This message was deleted.')
  expect(actionsOf(article)).toEqual([])
})

test('an edited message says so', () => {
  expect(show({ edited: true }).article.textContent).toContain('(edited)')
})

test('own messages can be edited and deleted, those of others cannot', () => {
  const own = actionsOf(show().article)
  cleanup()
  const other = actionsOf(show({}, { isOwn: false }).article)
  expect(own).toEqual(expect.arrayContaining(['Edit', 'Delete']))
  expect(other.length).toBeGreaterThan(0)
  expect(other).not.toContain('Edit')
  expect(other).not.toContain('Delete')
})

test('a message that was refused says why, and can be sent again or taken off', async () => {
  const { calls, article } = show({ seq: null, state: { kind: 'failed', failure: failure('not-a-member') } })
  expect(article.textContent).toContain('You are not in this room.')
  await userEvent.click(screen.getByRole('button', { name: /retry/i }))
  await userEvent.click(screen.getByRole('button', { name: /delete/i }))
  expect(calls).toEqual([
    ['retry', 'm1'],
    ['remove', 'm1'],
  ])
})

test('a message on its way is told to programs and people', () => {
  const { article } = show({ seq: null, state: { kind: 'queued' } })
  expect(article.dataset.state).toBe('queued')
  expect(actionsOf(article)).not.toContain('Edit')
})

test('a refused edit shows its text, which stands nowhere else', async () => {
  const changing = {
    ...{ id: 'c1', kind: 'edit' as const, body: 'hello world' },
    state: { kind: 'failed' as const, failure: failure('message-deleted') },
  }
  const { calls, article } = show({ changing })
  expect(article.textContent).toContain('hello world')
  await userEvent.click(screen.getByRole('button', { name: 'Leave it' }))
  expect(calls).toEqual([['discard', 'c1']])
})

test('an edit that was left unsaved is offered again', async () => {
  const { calls } = show({}, { draft: 'hello wor' })
  await userEvent.click(screen.getByRole('button', { name: /continue/i }))
  expect(calls).toEqual([['beginEdit', 'm1']])
})

test('a reaction is given by one press and taken back by another', async () => {
  const reactions = [
    { emoji: '👍', count: 1, mine: false, names: ['Bo'] },
    { emoji: '🎉', count: 2, mine: true, names: ['Bo'] },
  ]
  const { calls } = show({ reactions })
  for (const button of screen.getAllByRole('button', { name: /👍|🎉/u })) await userEvent.click(button)
  expect(calls).toEqual([
    ['react', 'm1', '👍', true],
    ['react', 'm1', '🎉', false],
  ])
})
