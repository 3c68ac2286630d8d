import { useEffect, useEffectEvent } from 'react'
import { focusComposer } from './composer/focus-composer'

/**
 * Keys that work everywhere: Alt+Up and Alt+Down go to the next room; a letter typed outside of any field goes to the
 * composer.
 */
export function useShortcuts({ onNavigate }: { onNavigate: (step: 1 | -1) => void }) {
  const navigate = useEffectEvent(onNavigate)
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.defaultPrevented || event.isComposing) return
      const isArrow = event.key === 'ArrowUp' || event.key === 'ArrowDown'
      if (isArrow && event.altKey && !event.shiftKey && !event.ctrlKey && !event.metaKey) {
        event.preventDefault()
        navigate(event.key === 'ArrowUp' ? -1 : 1)
      } else if (isTyping(event)) {
        focusComposer() // the key itself then arrives in the field
      }
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
}

function isTyping(event: KeyboardEvent): boolean {
  if (event.key.length !== 1 || event.key === ' ' || event.ctrlKey || event.metaKey || event.altKey)
    return false
  const target = event.target instanceof HTMLElement ? event.target : null
  if (target instanceof HTMLTextAreaElement) return false
  return target === document.body || target?.closest('[role="log"]') !== null
}
