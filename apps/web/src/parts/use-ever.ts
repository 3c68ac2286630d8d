import { useState } from 'react'

/** Whether it was true once: a dialog that was opened stays for the end of its own closing. */
export function useEver(isTrue: boolean): boolean {
  const [wasTrue, setTrue] = useState(isTrue)
  if (isTrue && !wasTrue) setTrue(true)
  return wasTrue || isTrue
}
