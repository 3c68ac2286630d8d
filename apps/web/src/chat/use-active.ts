import { useRef, useState, type FocusEvent, type PointerEvent } from 'react'

/**
 * Whether somebody turns to this element: a mouse is over it, the keys have walked to it or into it, or a finger has touched it.
 * A click of the mouse alone does not hold it: what came with the mouse goes with it.
 */
export function useActive() {
  const [isOver, setOver] = useState(false)
  const [isHeld, setHeld] = useState(false)
  const isTouched = useRef(false)
  return {
    isActive: isOver || isHeld,
    handlers: {
      // Not `onPointerEnter`: a log that scrolls under a mouse would draw the actions of every message on its way.
      onPointerMove: ({ pointerType, movementX, movementY }: PointerEvent) =>
        pointerType === 'mouse' && (movementX !== 0 || movementY !== 0) && setOver(true),
      onPointerLeave: () => setOver(false),
      onPointerDown: (event: PointerEvent) => void (isTouched.current = event.pointerType !== 'mouse'),
      onFocus: (event: FocusEvent<HTMLElement>) =>
        setHeld((so) => so || isTouched.current || event.target.matches(':focus-visible')),
      onBlur: (event: FocusEvent<HTMLElement>) =>
        event.currentTarget.contains(event.relatedTarget) || setHeld(false),
    },
  }
}
