import type { Failure } from '@parley/protocol'
import { TextField } from '@parley/ui'
import type { ReactNode } from 'react'
import { failureOfField } from './failure-of-field'

export interface LoginFieldsProps {
  userName: string
  onUserName: (userName: string) => void
  password: string
  onPassword: (password: string) => void
  failure: Failure | null
  /** Stands between the two. */
  children?: ReactNode
  /** A password that is set now: the browser may propose and keep one. */
  isNew?: boolean
  /** Default: the user name has the focus first. */
  hasFocus?: boolean
}

/** A user name and a password, as password managers know them. */
export function LoginFields({
  isNew = false,
  hasFocus = true,
  failure,
  children,
  ...fields
}: LoginFieldsProps) {
  return (
    <>
      <TextField
        label="User name"
        name="username"
        value={fields.userName}
        onChange={(event) => fields.onUserName(event.target.value)}
        error={failureOfField(failure, 'userName')}
        autoFocus={hasFocus}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        enterKeyHint="next"
      />
      {children}
      <TextField
        label={isNew ? 'New password' : 'Password'}
        note={isNew ? '8 characters or more' : undefined}
        name="password"
        type="password"
        value={fields.password}
        onChange={(event) => fields.onPassword(event.target.value)}
        error={failureOfField(failure, 'password')}
        autoComplete={isNew ? 'new-password' : 'current-password'}
        enterKeyHint="go"
      />
    </>
  )
}
