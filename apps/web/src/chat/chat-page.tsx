'use client'
import { useJoin } from '@/join/use-join'
import { JoinScreen, SignedOut } from '@/parts/parts'
import { ChatScreen } from './chat-screen'
import { ChatSkeleton } from './chat-skeleton'
import { SessionFailed } from './session/session-failed'
import { useSession } from './session/use-session'
import { useRoomInAddress } from './rooms/navigate'

/** A person without a session joins here, at the requested address, and then enters that room. */
export function ChatPage() {
  const roomId = useRoomInAddress()
  const { session, tryAgain, forget, end } = useSession()
  const joining = useJoin(() => {})
  switch (session.kind) {
    case 'person':
      return (
        <ChatScreen
          key={session.person.id}
          roomId={roomId}
          person={session.person}
          onSignOut={forget}
          onSignedOutElsewhere={end}
        />
      )
    case 'signed out':
      return <SignedOut where={session.where} />
    case 'nobody':
      return (
        <JoinScreen
          waiting={<ChatSkeleton />}
          place="the conversation"
          drafts={joining.drafts}
          failure={joining.failure}
          isJoining={joining.isJoining}
          onJoin={joining.join}
          onChange={joining.forget}
          onSignedIn={() => {}}
        />
      )
    case 'failed':
      return <SessionFailed failure={session.failure} onRetry={tryAgain} />
    case 'unknown':
      return <ChatSkeleton />
  }
}
