import { useEffect, useState } from 'react'

/** True once a value has been the same for a while. */
export function useSettled(value: string | undefined, afterMs: number): boolean {
  const [settled, setSettled] = useState<string>()
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), afterMs)
    return () => clearTimeout(timer)
  }, [value, afterMs])
  return settled === value
}
