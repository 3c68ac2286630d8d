import { DoorOpen, Hash } from 'lucide-react'

export function RoomIcon({ isLobby }: { isLobby: boolean }) {
  return isLobby ? <DoorOpen aria-hidden /> : <Hash aria-hidden />
}
