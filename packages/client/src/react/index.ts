export { ParleyProvider, useParley } from './provider'
export {
  useConnection,
  useDirectoryVersion,
  useKeepsUnsent,
  useLiveDelayed,
  usePerson,
  useRooms,
  useTimeline,
  useUnsent,
} from './hooks'
