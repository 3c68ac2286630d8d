import { useEffect, useState } from 'react'

/** True from the frame after the one that first shows the component. */
export function useAfterPaint(): boolean {
  const [isPainted, setPainted] = useState(false)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => setPainted(true))
    })
    // A hidden page has no frames.
    const late = setTimeout(() => setPainted(true), 100)
    return () => {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
      clearTimeout(late)
    }
  }, [])
  return isPainted
}
