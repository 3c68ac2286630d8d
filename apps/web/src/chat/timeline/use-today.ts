import { useNow } from '../use-now'

/** The first moment of today; changes at midnight. */
export function useToday(): number {
  return new Date(useNow(30_000)).setHours(0, 0, 0, 0)
}
