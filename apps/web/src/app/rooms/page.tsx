import { ChatPage } from '@/chat/chat-page'
import { PreloadChat } from './preload-chat'

/** The list of rooms: next to an empty room on a wide screen, alone on a narrow one. */
export default function Page() {
  return (
    <>
      <PreloadChat />
      <ChatPage />
    </>
  )
}
