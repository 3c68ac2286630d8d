import { useRef, useState, type FocusEvent, type PointerEvent } from 'react'

/**
 * Whether somebody turns to this element: a mouse is over it, the keys have moved to it or into it, or a finger has touched it.
 * A click of the mouse alone does not hold it: what came with the mouse goes with it.
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

/** A timeline that scrolls under a mouse would draw the actions of every message on its way: the mouse itself has to move. */
function hasMoved({ pointerType, clientX, clientY }: PointerEvent): boolean {
  if (pointerType !== 'mouse' || (clientX === mouse.x && clientY === mouse.y)) return false
  Object.assign(mouse, { x: clientX, y: clientY })
  return true
}
