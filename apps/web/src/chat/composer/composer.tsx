import type { Failure, Result, RoomId } from '@parley/protocol'
import { classNames, IconButton } from '@parley/ui'
import { SendHorizontal } from 'lucide-react'
import { useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useDraft, useDrafts } from '@/drafts/drafts-context'
import { useSteadyCaret } from '@/drafts/use-steady-caret'
import { decideKey } from './composer-keys'
import { isolate } from '../members/isolate'
import { isTouchKeyboard } from './is-touch-keyboard'
import { formatLength } from './message-length'

export interface ComposerProps {
  roomId: RoomId
  roomName: string
  onSend: (body: string) => Result<{ id: string }>
  /** Arrow up in an empty field. False: there is no message to edit. */
  onEditLast: () => boolean
}

/** The field for new messages. Unsent text is one draft per room, shared by all tabs and kept over a reload. */
export function Composer({ roomId, roomName, onSend, onEditLast }: ComposerProps) {
  const drafts = useDrafts()
  const place = `room:${roomId}` as const
  const [body, writeBody] = useDraft(place)
  const [failure, setFailure] = useState<Failure | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const caret = useSteadyCaret(field, body)
  const length = formatLength(body)

  useLayoutEffect(() => grow(field.current), [body])

  function change(next: string) {
    writeBody(next)
    setFailure(null)
  }

  function send() {
    // Another tab may have sent or changed it a moment ago: send only the visible text, and only once.
    if (body.trim() === '' || drafts.read(place) !== body) return
    const result = onSend(body)
    if (result.ok) change('')
    else setFailure(result.failure)
    field.current?.focus()
  }

  function press(event: KeyboardEvent<HTMLTextAreaElement>) {
    const { key, shiftKey, altKey, ctrlKey, metaKey, keyCode } = event.nativeEvent
    const { isComposing } = event.nativeEvent
    const meaning = decideKey(
      { key, shiftKey, altKey, ctrlKey, metaKey, isComposing, keyCode },
      { isTouch: isTouchKeyboard(), isEmpty: body === '' },
    )
    if (meaning === 'leave') field.current?.blur()
    if (meaning === 'edit last' && onEditLast()) event.preventDefault()
    if (meaning !== 'send') return
    event.preventDefault()
    send()
  }

  return (
    <div className="px-3 pt-2 pb-[max(0.75rem,env(safe-area-inset-bottom))] pair:px-4 pair:pb-4">
      <div className="flex items-end gap-1 rounded-card border border-line-strong bg-raised p-1 transition-colors focus-within:border-accent">
        <textarea
          ref={field}
          id="composer"
          rows={1}
          value={body}
          onChange={(event) => {
            caret.note()
            change(event.target.value)
          }}
          onSelect={caret.note}
          onKeyDown={press}
          aria-label="Message"
          aria-describedby="composer-note"
          aria-invalid={failure || length?.isOver ? true : undefined}
          placeholder={`Message ${isolate(roomName)}`}
          autoFocus={!isTouchKeyboard()}
          autoComplete="off"
          enterKeyHint={isTouchKeyboard() ? 'enter' : 'send'}
          dir="auto"
          className="max-h-[40dvh] min-h-8 flex-1 resize-none bg-transparent px-2 py-[0.3rem] text-15 [overflow-wrap:anywhere] outline-none placeholder:truncate placeholder:text-faint touch:min-h-11 touch:py-[0.65rem]"
        />
        <IconButton
          label="Send"
          icon={<SendHorizontal aria-hidden />}
          onClick={send}
          // Focus stays in the field: on a phone the keyboard must not close after each message.
          onPointerDown={(event) => event.preventDefault()}
          aria-disabled={body.trim() === '' || length?.isOver}
          className={classNames(body.trim() !== '' && !length?.isOver && 'text-accent hover:text-accent')}
        />
      </div>
      <p
        id="composer-note"
        role="status"
        className={classNames(
          'pt-1 text-12 empty:hidden',
          failure || length?.isOver ? 'text-danger' : 'text-faint',
        )}
      >
        {failure?.say ?? length?.say}
      </p>
    </div>
  )
}

function grow(field: HTMLTextAreaElement | null) {
  if (!field) return
  field.style.height = 'auto'
  field.style.height = `${field.scrollHeight}px`
}
