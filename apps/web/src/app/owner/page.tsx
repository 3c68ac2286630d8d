import { OwnerPage } from '@/account/owner-page'

export default function Page() {
  return <OwnerPage />
}
