import { useState, type FocusEvent, type PointerEvent } from 'react'

/**
 * Whether somebody turns to this element: a mouse is over it, or the focus is in it, which is also where a finger touches it.
 */
export function useActive() {
  const [isOver, setOver] = useState(false)
  const [hasFocus, setFocus] = useState(false)
  return {
    isActive: isOver || hasFocus,
    handlers: {
      onPointerEnter: (event: PointerEvent) => event.pointerType === 'mouse' && setOver(true),
      onPointerLeave: () => setOver(false),
      onFocus: () => setFocus(true),
      onBlur: (event: FocusEvent<HTMLElement>) =>
        event.currentTarget.contains(event.relatedTarget) || setFocus(false),
    },
  }
}
