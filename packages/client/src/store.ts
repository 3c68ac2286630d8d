export interface Store<T extends object> {
  get: () => T
  /** Creates a new snapshot with the changes and tells the listeners; without a change none is told. */
  set: (change: Partial<T>) => void
  subscribe: (listener: () => void) => () => void
}

export function createStore<T extends object>(initial: T): Store<T> {
  let state = initial
  const listeners = new Set<() => void>()

  function set(change: Partial<T>): void {
    const keys = Object.keys(change) as (keyof T)[]
    if (keys.every((key) => Object.is(state[key], change[key]))) return
    state = { ...state, ...change }
    for (const listener of [...listeners]) tell(listener)
  }

  function subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }

  // An error of a listener is its owner's bug and is reported as such; it must not stop a message half way.
  function tell(listener: () => void): void {
    try {
      listener()
    } catch (error) {
      queueMicrotask(() => {
        throw error
      })
    }
  }

  return { get: () => state, set, subscribe }
}
