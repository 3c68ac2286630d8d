import { makePart } from './part'

// Each is a file of its own in the build. The service worker keeps all of them, so that they open without a network, too.
export const AccountMenu = makePart(async () => (await import('@/chat/session/account-menu')).AccountMenu)
export const BrowseList = makePart(async () => (await import('@/chat/rooms/browse-list')).BrowseList)
export const ChangeFailed = makePart(async () => (await import('@/chat/message/change-failed')).ChangeFailed)
export const DeleteDialog = makePart(async () => (await import('@/chat/message/delete-dialog')).DeleteDialog)
export const EditMessage = makePart(async () => (await import('@/chat/message/edit-message')).EditMessage)
export const JoinScreen = makePart(async () => (await import('@/join/join-screen')).JoinScreen)
export const MembersPanel = makePart(async () => (await import('@/chat/members/members-panel')).MembersPanel)
export const NewRoomDialog = makePart(
  async () => (await import('@/chat/rooms/new-room-dialog')).NewRoomDialog,
)
export const MessageToolbar = makePart(
  async () => (await import('@/chat/message/message-toolbar')).MessageToolbar,
)
export const SendFailed = makePart(async () => (await import('@/chat/message/send-failed')).SendFailed)
export const SignedOut = makePart(async () => (await import('@/chat/session/signed-out')).SignedOut)
export const RoomAbsent = makePart(async () => (await import('@/chat/rooms/room-absent')).RoomAbsent)

export const allParts = [
  AccountMenu,
  BrowseList,
  ChangeFailed,
  DeleteDialog,
  EditMessage,
  JoinScreen,
  MembersPanel,
  MessageToolbar,
  NewRoomDialog,
  RoomAbsent,
  SendFailed,
  SignedOut,
]
