import { RecoverPage } from '@/account/recover-page'

export default function Page() {
  return <RecoverPage />
}
