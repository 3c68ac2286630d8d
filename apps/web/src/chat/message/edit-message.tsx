import type { TimelineMessage } from '@parley/client'
import { Button, classNames } from '@parley/ui'
import { useEffect, useLayoutEffect, useRef, type KeyboardEvent } from 'react'
import { useDraft } from '@/drafts/drafts-context'
import { useSteadyCaret } from '@/drafts/use-steady-caret'
import { decideKey } from '../composer/composer-keys'
import { isTouchKeyboard } from '../composer/is-touch-keyboard'
import { formatLength } from '../composer/message-length'
import type { MessageActions } from './message-actions'
import type { Editing } from './use-message-actions'

export interface EditMessageProps {
  message: TimelineMessage
  editing: Editing
  actions: MessageActions
}

/**
 * The text of an own message as a field, in its place. Enter saves. Escape and Cancel close the field; a changed text is
 * kept, and the message shows that.
 */
export function EditMessage({ message, editing, actions }: EditMessageProps) {
  const { isEmptied, failure } = editing
  const [draft] = useDraft(actions.editDraftOf(message.id))
  const body = isEmptied ? '' : draft || message.body
  const field = useRef<HTMLTextAreaElement>(null)
  const caret = useSteadyCaret(field, body)
  const length = formatLength(body)
  const isUnchanged = body.trim() === message.body

  useLayoutEffect(() => {
    if (!field.current) return
    field.current.style.height = 'auto'
    field.current.style.height = `${field.current.scrollHeight}px`
  }, [body])

  useEffect(() => {
    const { current } = field
    current?.focus()
    current?.setSelectionRange(current.value.length, current.value.length)
    current?.scrollIntoView({ block: 'nearest' })
  }, [])

  function save() {
    if (isUnchanged) leave()
    else actions.saveEdit(body)
  }

  function leave() {
    if (isUnchanged) actions.discardEdit(message.id)
    actions.leaveEdit()
  }

  function press(event: KeyboardEvent<HTMLTextAreaElement>) {
    const { key, shiftKey, altKey, ctrlKey, metaKey, keyCode, isComposing } = event.nativeEvent
    const meaning = decideKey(
      { key, shiftKey, altKey, ctrlKey, metaKey, isComposing, keyCode },
      { isTouch: isTouchKeyboard() },
    )
    if (meaning === 'type') return
    event.preventDefault()
    if (meaning === 'send') save()
    if (meaning === 'leave') leave()
  }

  return (
    <div className="grid gap-1 py-1">
      <textarea
        ref={field}
        rows={1}
        value={body}
        onChange={(event) => {
          caret.note()
          actions.changeEdit(event.target.value)
        }}
        onSelect={caret.note}
        onKeyDown={press}
        aria-label="Edit message"
        aria-describedby="edit-note"
        aria-invalid={failure || length?.isOver ? true : undefined}
        autoComplete="off"
        dir="auto"
        className="max-h-[40dvh] w-full resize-none rounded-control border border-line-strong bg-raised px-2 py-1 text-15 [overflow-wrap:anywhere] outline-none focus:border-accent"
      />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-12">
        <Button kind="primary" size="small" aria-disabled={length?.isOver} onClick={save}>
          Save
        </Button>
        <Button kind="quiet" size="small" onClick={leave}>
          Cancel
        </Button>
        <p
          id="edit-note"
          role="status"
          className={classNames('empty:hidden', failure || length?.isOver ? 'text-danger' : 'text-faint')}
        >
          {failure?.say ?? length?.say}
        </p>
      </div>
    </div>
  )
}
