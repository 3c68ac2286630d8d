import { useState } from 'react'

/** Whether the value was ever true: a dialog that was opened stays rendered for its closing animation. */
export function useEver(isTrue: boolean): boolean {
  const [wasTrue, setTrue] = useState(isTrue)
  if (isTrue && !wasTrue) setTrue(true)
  return wasTrue || isTrue
}
