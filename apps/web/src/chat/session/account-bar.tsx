import type { Person } from '@parley/protocol'
import { useState, type KeyboardEvent } from 'react'
import { AccountMenu } from '@/parts/parts'
import { AccountButton } from './account-button'

/** The menu loads with the first press, which opens it. */
export function AccountBar({ person, onSignOut }: { person: Person; onSignOut: () => void }) {
  // A count, so that the next press tries again after a failed load.
  const [presses, setPresses] = useState(0)
  const open = () => setPresses((count) => count + 1)

  function press(event: KeyboardEvent) {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    open()
  }

  const button = (
    <AccountButton
      person={person}
      aria-haspopup="menu"
      aria-expanded={false}
      onClick={open}
      onKeyDown={press}
    />
  )
  return (
    <footer className="shrink-0 border-t border-line p-2 pb-[max(0.5rem,env(safe-area-inset-bottom))]">
      {presses > 0 ? <AccountMenu waiting={button} person={person} onSignOut={onSignOut} /> : button}
    </footer>
  )
}
