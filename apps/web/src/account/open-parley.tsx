import { lobbyAddress } from '@/room-address'

/** From a page of its own to the rooms. */
export function OpenParley() {
  return (
    <a href={lobbyAddress()} className="w-fit text-14 font-medium text-accent underline underline-offset-3">
      Open Parley
    </a>
  )
}
