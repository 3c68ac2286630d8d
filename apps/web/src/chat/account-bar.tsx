import type { Person } from '@parley/protocol'
import { Menu, MenuChoices, MenuItem, MenuLine } from '@parley/ui'
import { LogOut, Monitor, Moon, Sun } from 'lucide-react'
import { useTheme } from 'next-themes'
import { useState } from 'react'
import { AccountButton } from './account-button'
import { SignOutDialog } from './sign-out-dialog'

const THEMES = [
  { value: 'system', label: 'As the system', icon: <Monitor aria-hidden /> },
  { value: 'light', label: 'Light', icon: <Sun aria-hidden /> },
  { value: 'dark', label: 'Dark', icon: <Moon aria-hidden /> },
]

export function AccountBar({ person, onSignOut }: { person: Person; onSignOut: () => void }) {
  const { theme = 'system', setTheme } = useTheme()
  const [isAsking, setAsking] = useState(false)
  return (
    <footer className="shrink-0 border-t border-line p-2 pb-[max(0.5rem,env(safe-area-inset-bottom))]">
      <Menu trigger={<AccountButton person={person} />}>
        <MenuChoices label="Theme" value={theme} choices={THEMES} onChange={setTheme} />
        <MenuLine />
        <MenuItem icon={<LogOut aria-hidden />} onSelect={() => setAsking(true)}>
          Sign out
        </MenuItem>
      </Menu>
      <SignOutDialog person={person} isOpen={isAsking} onOpenChange={setAsking} onSignOut={onSignOut} />
    </footer>
  )
}
