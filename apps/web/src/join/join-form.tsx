import { guestJoin, parse, type Failure } from '@parley/protocol'
import { Button, TextField } from '@parley/ui'
import { useState, type SubmitEvent } from 'react'
import { useDraft } from '@/drafts/drafts-context'

export interface JoinFormProps {
  failure: Failure | null
  isJoining: boolean
  onJoin: (name: string) => void
  /** The name changed: the error of the previous one no longer applies. */
  onChange: () => void
}

export function JoinForm({ failure, isJoining, onJoin, onChange }: JoinFormProps) {
  const [name, setName] = useDraft('join:name')
  const [refused, setRefused] = useState<Failure | null>(null)

  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (isJoining) return
    // The server's own rule, checked here first: an error in the name shows at once.
    const checked = parse(guestJoin, { name })
    if (checked.ok) onJoin(checked.value.name)
    else setRefused(checked.failure)
  }

  return (
    <form onSubmit={submit} noValidate className="grid gap-3">
      <TextField
        label="Your name"
        name="name"
        value={name}
        onChange={(event) => {
          setName(event.target.value)
          setRefused(null)
          onChange()
        }}
        error={(refused ?? failure)?.say}
        autoFocus
        autoComplete="nickname"
        autoCapitalize="words"
        spellCheck={false}
        enterKeyHint="go"
        dir="auto"
      />
      <Button type="submit" kind="primary" size="large" aria-disabled={isJoining}>
        {isJoining ? 'Joining…' : 'Join'}
      </Button>
    </form>
  )
}
