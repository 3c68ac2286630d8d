import {
  createElement,
  useEffect,
  useState,
  type ComponentType,
  type FunctionComponent,
  type ReactNode,
} from 'react'

/** A component whose code loads when it is first on the page. */
export type Part<P extends object> = FunctionComponent<P & { waiting?: ReactNode }> & {
  /** Loads it ahead. After a failure the next call tries again. */
  load: () => Promise<unknown>
}

/**
 * A part that was loaded before is there in its first render, so that nothing flashes; until then `waiting` stands in its place.
 * A part that cannot be loaded leaves that there, and the error goes to the window, where `useNewBuild` looks for a new build.
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
