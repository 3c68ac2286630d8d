import { useParley } from '@parley/client/react'
import { PasswordConfirmForm } from './password-confirm-form'
import { useAccountAction } from './use-account-action'

export interface RenewCodesFormProps {
  userName: string
  onCodes: (codes: string[]) => void
  onCancel: () => void
}

export function RenewCodesForm({ userName, onCodes, onCancel }: RenewCodesFormProps) {
  const { account } = useParley()
  const request = useAccountAction(account.renewRecoveryCodes, onCodes)
  return <PasswordConfirmForm {...{ userName, onCancel }} {...request} action="Make new codes" />
}
