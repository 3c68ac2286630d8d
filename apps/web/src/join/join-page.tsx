'use client'
import { useRouter } from 'next/navigation'
import { lobbyAddress } from '@/room-address'
import { JoinScreen } from './join-screen'
import { useJoin } from './use-join'

export function JoinPage() {
  const router = useRouter()
  const goToLobby = () => router.replace(lobbyAddress(window.location.search))
  const { drafts, join, failure, isJoining, forget } = useJoin(goToLobby)
  return (
    <JoinScreen
      place="the lobby"
      drafts={drafts}
      failure={failure}
      isJoining={isJoining}
      onJoin={join}
      onChange={forget}
      onSignedIn={goToLobby}
    />
  )
}
