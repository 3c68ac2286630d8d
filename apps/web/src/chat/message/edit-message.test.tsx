// @vitest-environment happy-dom
import type { TimelineMessage } from '@parley/client'
import { failure, type Failure } from '@parley/protocol'
import { cleanup, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, test } from 'vitest'
import { createDrafts } from '@/drafts/drafts'
import { DraftsContext } from '@/drafts/drafts-context'
import { EditMessage } from './edit-message'
import type { MessageActions } from './message-actions'

afterEach(() => {
  cleanup()
  window.localStorage.clear()
})

const message = { id: 'm1', roomId: 'r1', body: 'hello' } as TimelineMessage
const PLACE = 'edit:r1:m1' as const

function show({ failure = null, draft = '' }: { failure?: Failure | null; draft?: string } = {}) {
  const calls: unknown[] = []
  const drafts = createDrafts({ owner: 'ada', storage: () => window.localStorage })
  drafts.begin()
  if (draft) drafts.write(PLACE, draft)
  const actions = {
    editDraftOf: () => PLACE,
    changeEdit: (body: string) => drafts.write(PLACE, body),
    saveEdit: (body: string) => void calls.push(['save', body]),
    leaveEdit: () => void calls.push('leave'),
    discardEdit: (id: string) => void calls.push(['discard', id]),
  } as unknown as MessageActions
  const editing = { messageId: 'm1', isEmptied: false, failure, returnsToComposer: false }
  render(
    <DraftsContext value={drafts}>
      <EditMessage {...{ message, editing, actions }} />
    </DraftsContext>,
  )
  const field = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Edit message' })
  return { calls, drafts, field }
}

test('the field begins with the message, the caret behind it', () => {
  const { field } = show()
  expect([field.value, field.selectionStart]).toEqual(['hello', 5])
  expect(document.activeElement).toBe(field)
})

test('an unsaved edit goes on where it was left', () => {
  expect(show({ draft: 'hello wor' }).field.value).toBe('hello wor')
})

test('Enter saves the changed text', async () => {
  const { calls, field } = show()
  await userEvent.type(field, ' world{Enter}')
  expect(calls).toEqual([['save', 'hello world']])
})

test('an unchanged text is not saved, and leaves no draft', async () => {
  const { calls, field } = show()
  await userEvent.type(field, ' {Enter}')
  expect(calls).toEqual([['discard', 'm1'], 'leave'])
})

test.each(['{Escape}', 'Cancel'])('%s leaves the field and keeps a changed text', async (way) => {
  const { calls, drafts, field } = show()
  await userEvent.type(field, '!')
  if (way === 'Cancel') await userEvent.click(screen.getByRole('button', { name: 'Cancel' }))
  else await userEvent.keyboard(way)
  expect(calls).toEqual(['leave'])
  expect(drafts.read(PLACE)).toBe('hello!')
})

test('a refusal is said at the field, and the text stays', () => {
  const { field } = show({ failure: failure('message-deleted'), draft: 'hello!' })
  expect(screen.getByRole('status').textContent).toBe('This message was deleted.')
  expect([field.value, field.getAttribute('aria-invalid')]).toEqual(['hello!', 'true'])
})
