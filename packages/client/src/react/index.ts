export { ParleyProvider, useParley } from './provider'
export { useConnection, useLiveDelayed, usePerson, useRooms, useTimeline } from './hooks'
