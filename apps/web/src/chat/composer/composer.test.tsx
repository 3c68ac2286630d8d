// @vitest-environment happy-dom
import { fail, ok, type Result } from '@parley/protocol'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, test } from 'vitest'
import { createDrafts } from '@/drafts/drafts'
import { DraftsContext } from '@/drafts/drafts-context'
import { Composer } from './composer'

afterEach(() => {
  cleanup()
  window.localStorage.clear()
})

function show({
  answer = ok({ id: 'm1' }),
  hasOwnMessage = true,
}: { answer?: Result<{ id: string }>; hasOwnMessage?: boolean } = {}) {
  const sent: string[] = []
  const seen = { edits: 0 }
  const drafts = createDrafts({ owner: 'ada', storage: () => window.localStorage })
  drafts.begin()
  render(
    <DraftsContext value={drafts}>
      <Composer
        roomId="r1"
        roomName="Plans"
        onSend={(body) => {
          sent.push(body)
          return answer
        }}
        onEditLast={() => {
          seen.edits += 1
          return hasOwnMessage
        }}
      />
    </DraftsContext>,
  )
  return { sent, seen, drafts, field: screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' }) }
}

test('Enter sends and empties the field; Shift+Enter begins a line', async () => {
  const { sent, field } = show()
  const person = userEvent.setup()
  await person.type(field, 'first{Shift>}{Enter}{/Shift}second')
  expect(field.value).toBe('first\nsecond')
  await person.keyboard('{Enter}')
  expect(sent).toEqual(['first\nsecond'])
  expect(field.value).toBe('')
  expect(document.activeElement).toBe(field)
})

test('Enter that ends a composition of letters sends nothing', async () => {
  const { sent, field } = show()
  await userEvent.type(field, '日本')
  fireEvent.keyDown(field, { key: 'Enter', isComposing: true })
  fireEvent.keyDown(field, { key: 'Enter', keyCode: 229 })
  expect(sent).toEqual([])
  fireEvent.keyDown(field, { key: 'Enter' })
  expect(sent).toEqual(['日本'])
})

test('nothing is sent of spaces, by Enter or by the button', async () => {
  const { sent, field } = show()
  await userEvent.type(field, '   {Enter}')
  await userEvent.click(screen.getByRole('button', { name: 'Send' }))
  expect(sent).toEqual([])
})

test('the button sends, and the field keeps the focus', async () => {
  const { sent, field } = show()
  await userEvent.type(field, 'hello')
  await userEvent.click(screen.getByRole('button', { name: 'Send' }))
  expect(sent).toEqual(['hello'])
  expect(document.activeElement).toBe(field)
})

test('a refused message stays in the field, with the reason, until it is changed', async () => {
  const { field } = show({ answer: fail('message-too-long') })
  await userEvent.type(field, 'too long{Enter}')
  expect(field.value).toBe('too long')
  expect(screen.getByRole('status').textContent).toBe('A message has at most 4,000 characters.')
  expect(field.getAttribute('aria-invalid')).toBe('true')
  await userEvent.type(field, '!')
  expect(screen.getByRole('status').textContent).toBe('')
})

test('a draft of another tab appears, and what another tab has sent is not sent again', async () => {
  const { sent, field, drafts } = show()
  await userEvent.type(field, 'half a thought')
  // Storage of another tab, before this one is told.
  window.localStorage.clear()
  fireEvent.keyDown(field, { key: 'Enter' })
  expect(sent).toEqual([])
  drafts.begin()
  drafts.write('room:r1', 'from the other tab')
  expect(await screen.findByDisplayValue('from the other tab')).toBe(field)
})

test('arrow up edits the last own message only from an empty field', async () => {
  const { seen, field } = show()
  field.focus()
  await userEvent.keyboard('{ArrowUp}')
  expect(seen.edits).toBe(1)
  await userEvent.type(field, 'a{ArrowUp}')
  expect(seen.edits).toBe(1)
})
