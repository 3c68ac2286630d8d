import type { KeyboardEvent, RefObject } from 'react'
import { focusComposer } from '../composer/focus-composer'

/**
 * The timeline is one tab stop. Arrows move between messages, Enter goes into one (its links and buttons, then left and
 * right), Escape comes back out, and from there to the composer.
 */
export function useTimelineKeys(scroller: RefObject<HTMLElement | null>) {
  return function onKeyDown(event: KeyboardEvent) {
    const box = scroller.current
    const target = event.target
    if (!box || !(target instanceof HTMLElement) || target instanceof HTMLTextAreaElement) return
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const message = target.closest<HTMLElement>('[data-message-id]')
    const next = choose(event.key, box, message, target)
    if (!next) return
    event.preventDefault()
    if (next === 'composer') focusComposer()
    else next.focus()
  }
}

function choose(key: string, box: HTMLElement, message: HTMLElement | null, target: HTMLElement) {
  const isInside = message !== null && target !== message
  switch (key) {
    case 'ArrowUp':
      return message ? neighbour(box, message, -1) : lastInView(box)
    case 'ArrowDown':
      return message ? (neighbour(box, message, 1) ?? 'composer') : lastInView(box)
    case 'Enter':
      return isInside ? null : (actionsIn(message)[0] ?? null)
    case 'ArrowRight':
    case 'ArrowLeft': {
      const actions = isInside ? actionsIn(message) : []
      return actions[actions.indexOf(target) + (key === 'ArrowRight' ? 1 : -1)] ?? null
    }
    case 'Escape':
      return isInside ? message : 'composer'
    default:
      return null
  }
}

function actionsIn(message: HTMLElement | null): HTMLElement[] {
  return message ? [...message.querySelectorAll<HTMLElement>('a, button')] : []
}

function neighbour(box: HTMLElement, message: HTMLElement, step: 1 | -1): HTMLElement | null {
  const all = messagesIn(box)
  return all[all.indexOf(message) + step] ?? null
}

function lastInView(box: HTMLElement): HTMLElement | null {
  const bottom = box.getBoundingClientRect().bottom
  return messagesIn(box).findLast((message) => message.getBoundingClientRect().top < bottom) ?? null
}

function messagesIn(box: HTMLElement): HTMLElement[] {
  return [...box.querySelectorAll<HTMLElement>('[data-message-id]')]
}
