import {
  createElement,
  useEffect,
  useState,
  type ComponentType,
  type FunctionComponent,
  type ReactNode,
} from 'react'

/** A component whose code loads when it is first rendered. */
export type Part<P extends object> = FunctionComponent<P & { waiting?: ReactNode }> & {
  /** Loads it ahead. After a failure the next call tries again. */
  load: () => Promise<unknown>
}

/**
 * A loaded part appears in its first render, so that nothing flashes; until it is loaded, `waiting` stands in its place.
 * If loading fails, `waiting` stays, and the error goes to the window, where `useNewBuild` looks for a new build.
 */
export function makePart<P extends object>(get: () => Promise<ComponentType<P>>): Part<P> {
  let here: ComponentType<P> | null = null
  let coming: Promise<void> | null = null

  function load(): Promise<void> {
    coming ??= get().then(
      (component) => void (here = component),
      (error: unknown) => {
        coming = null
        throw error
      },
    )
    return coming
  }

  function PartOfPage({ waiting = null, ...props }: P & { waiting?: ReactNode }): ReactNode {
    const [, setCount] = useState(0)
    useEffect(() => {
      if (here) return
      let isOnPage = true
      void load().then(() => isOnPage && setCount((count) => count + 1))
      return () => {
        isOnPage = false
      }
    })
    return here ? createElement(here, props as unknown as P) : waiting
  }

  return Object.assign(PartOfPage, { load })
}
