import { ChatPage } from '@/chat/chat-page'
import { PreloadChat } from './preload-chat'

/** The list of rooms: beside an empty place on a wide screen, alone on a narrow one. */
export default function Page() {
  return (
    <>
      <PreloadChat />
      <ChatPage />
    </>
  )
}
