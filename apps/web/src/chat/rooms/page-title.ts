import { isolate } from '../members/isolate'

/** "(3) lobby · Parley": new messages of this room are counted; a dot stands for new ones in others. */
export function pageTitle(options: {
  room: string | undefined
  unread: number
  isElsewhere: boolean
}): string {
  const { room, unread, isElsewhere } = options
  const mark = unread > 0 ? `(${unread > 99 ? '99+' : unread}) ` : isElsewhere ? '• ' : ''
  return mark + (room ? `${isolate(room)} · Parley` : 'Parley')
}
