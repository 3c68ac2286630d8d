import { ChatPage } from '@/chat/chat-page'
import { PreloadChat } from '../preload-chat'

/** Which room it is, the chat reads from the address: to go on from here needs no page from the web server. */
export default function Page() {
  return (
    <>
      <PreloadChat />
      <ChatPage />
    </>
  )
}
