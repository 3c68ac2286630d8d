import { makePart } from './part'

// Each is a file of its own in the build. The service worker keeps all of them, so that they open without a network, too.
export const parts = {
  accountMenu: makePart(async () => (await import('@/chat/account-menu')).AccountMenu),
  browseList: makePart(async () => (await import('@/chat/browse-list')).BrowseList),
  deleteDialog: makePart(async () => (await import('@/chat/delete-dialog')).DeleteDialog),
  editMessage: makePart(async () => (await import('@/chat/edit-message')).EditMessage),
  joinScreen: makePart(async () => (await import('@/join/join-screen')).JoinScreen),
  membersPanel: makePart(async () => (await import('@/chat/members-panel')).MembersPanel),
  newRoomDialog: makePart(async () => (await import('@/chat/new-room-dialog')).NewRoomDialog),
  roomAbsent: makePart(async () => (await import('@/chat/room-absent')).RoomAbsent),
}
