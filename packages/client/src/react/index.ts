export { ParleyProvider, useParley } from './provider'
export {
  useConnection,
  useDirectoryVersion,
  useKeepsUnsent,
  useLiveDelayed,
  usePeople,
  usePerson,
  useRooms,
  useTimeline,
  useUnsent,
} from './hooks'
