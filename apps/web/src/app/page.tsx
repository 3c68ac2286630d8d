import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { JoinPage } from '@/join/join-page'
import { lobbyAddress } from '@/room-address'

/** A person with a session cookie goes straight to the rooms; the room page checks whether the session is still valid. */
export default async function Page({ searchParams }: PageProps<'/'>) {
  const { server } = await searchParams
  const hasSession = (await cookies())
    .getAll()
    .some((cookie) => cookie.name.endsWith('better-auth.session_token'))
  if (hasSession)
    redirect(lobbyAddress(typeof server === 'string' ? `?server=${encodeURIComponent(server)}` : ''))
  return <JoinPage />
}
