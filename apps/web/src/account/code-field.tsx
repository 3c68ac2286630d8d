import { TextField } from '@parley/ui'

export interface CodeFieldProps {
  label: string
  note?: string
  code: string
  onCode: (code: string) => void
  error?: string | undefined
}

/** A code of an authenticator app, as password managers know it. */
export function CodeField({ label, note, code, onCode, error }: CodeFieldProps) {
  return (
    <TextField
      label={label}
      note={note}
      name="totp"
      value={code}
      onChange={(event) => onCode(event.target.value)}
      error={error}
      autoFocus
      autoComplete="one-time-code"
      autoCapitalize="characters"
      spellCheck={false}
      enterKeyHint="go"
      className="font-mono"
    />
  )
}
