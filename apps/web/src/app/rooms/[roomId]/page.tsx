import { ChatPage } from '@/chat/chat-page'
import { PreloadChat } from '../preload-chat'

/** The chat reads the room from the address, so that navigation needs no page from the web server. */
export default function Page() {
  return (
    <>
      <PreloadChat />
      <ChatPage />
    </>
  )
}
