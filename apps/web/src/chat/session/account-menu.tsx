import type { Person } from '@parley/protocol'
import { Menu, MenuChoices, MenuItem, MenuLine, MenuNote } from '@parley/ui/overlays'
import { LogOut, Monitor, Moon, PenLine, Sun, UserRound } from 'lucide-react'
import { useTheme } from 'next-themes'
import { use, useState } from 'react'
import { AccountDialog } from '@/account/account-dialog'
import { RenameDialog } from '@/account/rename-dialog'
import { CreateAccountDialog } from '@/account/create-account-dialog'
import { VersionContext } from '@/version-context'
import { AccountButton } from './account-button'
import { SignOutDialog } from './sign-out-dialog'

const THEMES = [
  { value: 'system', label: 'As the system', icon: <Monitor aria-hidden /> },
  { value: 'light', label: 'Light', icon: <Sun aria-hidden /> },
  { value: 'dark', label: 'Dark', icon: <Moon aria-hidden /> },
]

export function AccountMenu({ person, onSignOut }: { person: Person; onSignOut: () => void }) {
  const { theme = 'system', setTheme } = useTheme()
  const version = use(VersionContext)
  const [isAsking, setAsking] = useState(false)
  const [isRenaming, setRenaming] = useState(false)
  const [isAccountOpen, setAccountOpen] = useState(false)
  // A guest who has just made an account still reads the codes.
  const [wasGuest, setWasGuest] = useState(person.isGuest)
  const Account = wasGuest ? CreateAccountDialog : AccountDialog

  function openAccount() {
    setWasGuest(person.isGuest)
    setAccountOpen(true)
  }

  return (
    <>
      <Menu trigger={<AccountButton person={person} />}>
        <MenuChoices label="Theme" value={theme} choices={THEMES} onChange={setTheme} />
        <MenuLine />
        <MenuItem icon={<PenLine aria-hidden />} onSelect={() => setRenaming(true)}>
          Change name
        </MenuItem>
        <MenuItem icon={<UserRound aria-hidden />} onSelect={openAccount}>
          {person.isGuest ? 'Make an account' : 'Account'}
        </MenuItem>
        <MenuItem icon={<LogOut aria-hidden />} onSelect={() => setAsking(true)}>
          Sign out
        </MenuItem>
        <MenuLine />
        <MenuNote>Parley {version}</MenuNote>
      </Menu>
      <Account isOpen={isAccountOpen} onOpenChange={setAccountOpen} />
      <RenameDialog name={person.name} isOpen={isRenaming} onOpenChange={setRenaming} />
      <SignOutDialog person={person} isOpen={isAsking} onOpenChange={setAsking} onSignOut={onSignOut} />
    </>
  )
}
