import { useEffect, useState } from 'react'

/** Code that the first message does not need: a dialog, a menu, a panel. */
export interface Part<T> {
  /** Null until it is loaded. */
  loaded: () => T | null
  /** Loads it once. After a failure the next call tries again. */
  load: () => Promise<T>
}

export function makePart<T>(get: () => Promise<T>): Part<T> {
  let here: T | null = null
  let coming: Promise<T> | null = null

  function load(): Promise<T> {
    coming ??= get().then(
      (part) => (here = part),
      (error: unknown) => {
        coming = null
        throw error
      },
    )
    return coming
  }

  return { loaded: () => here, load }
}

/**
 * The part, once it was wanted and is loaded; it stays, so that a dialog can end its own closing. A part that was loaded before
 * is there in the same render: nothing flashes. One that cannot be loaded stays null, and the error goes to the window, where
 * `useNewBuild` looks for a new build.
 */
export function usePart<T>(part: Part<T>, isWanted: boolean): T | null {
  const [wasWanted, setWanted] = useState(isWanted)
  if (isWanted && !wasWanted) setWanted(true)
  const [, setCount] = useState(0)
  useEffect(() => {
    if (!isWanted || part.loaded()) return
    let isHere = true
    void part.load().then(() => isHere && setCount((count) => count + 1))
    return () => {
      isHere = false
    }
  })
  return wasWanted ? part.loaded() : null
}
