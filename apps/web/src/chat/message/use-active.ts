import { useRef, useState, type FocusEvent, type PointerEvent } from 'react'

/**
 * Whether an element is active: a mouse is over it, keyboard focus is on or in it, or a finger has touched it. A mouse
 * click alone does not keep it active: it ends when the mouse leaves.
 */
export function useActive() {
  const [isOver, setOver] = useState(false)
  const [isHeld, setHeld] = useState(false)
  const isTouched = useRef(false)
  return {
    isActive: isOver || isHeld,
    handlers: {
      onPointerEnter: (event: PointerEvent) => hasMoved(event) && setOver(true),
      onPointerMove: (event: PointerEvent) => hasMoved(event) && setOver(true),
      onPointerLeave: () => setOver(false),
      onPointerDown: (event: PointerEvent) => void (isTouched.current = event.pointerType !== 'mouse'),
      onFocus: (event: FocusEvent<HTMLElement>) =>
        setHeld((so) => so || isTouched.current || event.target.matches(':focus-visible')),
      onBlur: (event: FocusEvent<HTMLElement>) =>
        event.currentTarget.contains(event.relatedTarget) || setHeld(false),
    },
  }
}

const mouse = { x: NaN, y: NaN }

/**
 * A timeline that scrolls under a mouse would draw the actions of every message that passes: the mouse itself has to
 * move.
 */
function hasMoved({ pointerType, clientX, clientY }: PointerEvent): boolean {
  if (pointerType !== 'mouse' || (clientX === mouse.x && clientY === mouse.y)) return false
  Object.assign(mouse, { x: clientX, y: clientY })
  return true
}
