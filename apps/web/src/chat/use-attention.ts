import { useSyncExternalStore } from 'react'

/** True while a person may be looking: the page is visible and its window has the focus. */
export function useAttention(): boolean {
  return useSyncExternalStore(subscribe, read, () => false)
}

function read(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus()
}

function subscribe(onChange: () => void): () => void {
  document.addEventListener('visibilitychange', onChange)
  window.addEventListener('focus', onChange)
  window.addEventListener('blur', onChange)
  return () => {
    document.removeEventListener('visibilitychange', onChange)
    window.removeEventListener('focus', onChange)
    window.removeEventListener('blur', onChange)
  }
}
