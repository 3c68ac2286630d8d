import type { Failure } from '@parley/protocol'
import { Button, TextField } from '@parley/ui'
import type { SubmitEvent } from 'react'
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

  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (!isJoining) onJoin(name)
  }

  return (
    <form onSubmit={submit} noValidate className="grid gap-3">
      <TextField
        label="Your name"
        name="name"
        value={name}
        onChange={(event) => {
          setName(event.target.value)
          onChange()
        }}
        error={failure?.say}
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
