import type { NewRoom } from '@parley/client'
import { parse, roomCreate, type Failure, type FailureCode } from '@parley/protocol'
import { Button, TextField } from '@parley/ui'
import { useState, type SubmitEvent } from 'react'
import { useDraft } from '@/drafts/drafts-context'

export interface NewRoomFormProps {
  failure: Failure | null
  isBusy: boolean
  onCreate: (input: NewRoom) => void
  onChange: () => void
  onCancel: () => void
}

const OF_THE_TOPIC: readonly FailureCode[] = ['topic-too-long']

export function NewRoomForm({ failure, isBusy, onCreate, onChange, onCancel }: NewRoomFormProps) {
  const [name, setName] = useDraft('new-room:name')
  const [topic, setTopic] = useDraft('new-room:topic')
  const [isPrivate, setPrivate] = useState(false)
  const [refused, setRefused] = useState<Failure | null>(null)
  const wrong = refused ?? failure
  const isOfTopic = wrong !== null && (OF_THE_TOPIC.includes(wrong.code) || wrong.detail === 'topic')

  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (isBusy) return
    const checked = parse(roomCreate, { name, topic, kind: isPrivate ? 'private' : 'public' })
    if (checked.ok) onCreate(checked.value)
    else setRefused(checked.failure)
  }

  function change(set: (value: string) => void) {
    return (event: { target: { value: string } }) => {
      set(event.target.value)
      setRefused(null)
      onChange()
    }
  }

  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <TextField
        label="Name"
        value={name}
        onChange={change(setName)}
        error={isOfTopic ? undefined : wrong?.say}
        autoFocus
        autoComplete="off"
        dir="auto"
      />
      <TextField
        label="Topic"
        note="optional"
        value={topic}
        onChange={change(setTopic)}
        error={isOfTopic ? wrong.say : undefined}
        autoComplete="off"
        dir="auto"
      />
      <label className="flex items-start gap-3 text-15">
        <input
          type="checkbox"
          checked={isPrivate}
          onChange={(event) => setPrivate(event.target.checked)}
          className="mt-1 size-4 shrink-0 accent-accent"
        />
        <span>
          Private
          <span className="block text-13 text-muted">
            {isPrivate ? 'Only people whom you add can see it.' : 'Everybody here can find it and join.'}
          </span>
        </span>
      </label>
      <div className="flex justify-end gap-2 pt-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" kind="primary" aria-disabled={isBusy}>
          {isBusy ? 'Making it…' : 'Make room'}
        </Button>
      </div>
    </form>
  )
}
