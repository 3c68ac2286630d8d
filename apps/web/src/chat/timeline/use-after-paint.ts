import { useEffect, useState } from 'react'

/** True from the frame on after the first one that shows the component. */
export function useAfterPaint(): boolean {
  const [isPainted, setPainted] = useState(false)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => setPainted(true))
    })
    // A page that nobody looks at has no frames.
    const late = setTimeout(() => setPainted(true), 100)
    return () => {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
      clearTimeout(late)
    }
  }, [])
  return isPainted
}
