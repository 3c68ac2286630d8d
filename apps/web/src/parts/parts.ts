import { makePart } from './part'

// Each is a file of its own in the build. The service worker keeps all of them, so that they open without a network, too.
export const AccountDialog = makePart(async () => (await import('@/account/account-dialog')).AccountDialog)
export const AccountMenu = makePart(async () => (await import('@/chat/session/account-menu')).AccountMenu)
export const BrowseList = makePart(async () => (await import('@/chat/rooms/browse-list')).BrowseList)
export const CreateAccountDialog = makePart(
  async () => (await import('@/account/create-account-dialog')).CreateAccountDialog,
)
export const DeleteDialog = makePart(async () => (await import('@/chat/message/delete-dialog')).DeleteDialog)
export const EditMessage = makePart(async () => (await import('@/chat/message/edit-message')).EditMessage)
export const JoinScreen = makePart(async () => (await import('@/join/join-screen')).JoinScreen)
export const MembersPanel = makePart(async () => (await import('@/chat/members/members-panel')).MembersPanel)
export const NewRoomDialog = makePart(
  async () => (await import('@/chat/rooms/new-room-dialog')).NewRoomDialog,
)
export const SignInPanel = makePart(async () => (await import('@/account/sign-in-panel')).SignInPanel)
export const RoomAbsent = makePart(async () => (await import('@/chat/rooms/room-absent')).RoomAbsent)

export const allParts = [
  AccountDialog,
  AccountMenu,
  BrowseList,
  CreateAccountDialog,
  DeleteDialog,
  EditMessage,
  JoinScreen,
  MembersPanel,
  NewRoomDialog,
  RoomAbsent,
  SignInPanel,
]
