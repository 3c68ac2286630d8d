export { findFaults, type Expectations, type Rules } from './find-faults'
export { observeRoom, type RoomObserver } from './observe-room'
export {
  addressesOf,
  countWritten,
  joinLobby,
  joinMany,
  talkWhile,
  untilSent,
  untilWritten,
  type SimulatedPerson,
} from './people'
export { epochOf, isUnsent, newlyShown } from './read-timeline'
