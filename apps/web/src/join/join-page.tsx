'use client'
import { useRouter } from 'next/navigation'
import { lobbyAddress } from '@/room-address'
import { JoinScreen } from './join-screen'
import { useJoin } from './use-join'

export function JoinPage() {
  const router = useRouter()
  const { drafts, join, failure, isJoining, forget } = useJoin(() =>
    router.replace(lobbyAddress(window.location.search)),
  )
  return (
    <JoinScreen
      place="the lobby"
      drafts={drafts}
      failure={failure}
      isJoining={isJoining}
      onJoin={join}
      onChange={forget}
    />
  )
}
