export { ParleyProvider, useParley } from './provider'
export {
  useConnection,
  useKeepsUnsent,
  useLiveDelayed,
  usePerson,
  useRooms,
  useTimeline,
  useUnsent,
} from './hooks'
