import { useEffect, useState } from 'react'

/** True when a value has not changed for this time. */
export function useSettled(value: string | undefined, afterMs: number): boolean {
  const [settled, setSettled] = useState<string>()
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), afterMs)
    return () => clearTimeout(timer)
  }, [value, afterMs])
  return settled === value
}
