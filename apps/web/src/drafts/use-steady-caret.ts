import { useLayoutEffect, useRef, type RefObject } from 'react'
import { caretAfter } from './caret'

/**
 * When another tab replaces the text, the caret stays beside the same characters; the browser would put it at the end.
 */
export function useSteadyCaret(field: RefObject<HTMLTextAreaElement | null>, text: string) {
  const typed = useRef({ text, start: 0, end: 0 })

  useLayoutEffect(() => {
    const { current } = field
    const before = typed.current
    if (!current || before.text === text) return
    typed.current = { ...before, text }
    if (document.activeElement !== current) return
    const place = (caret: number) => caretAfter(before.text, text, caret)
    current.setSelectionRange(place(before.start), place(before.end))
  }, [field, text])

  return {
    /** After each key, click and letter: the position of the caret, and the text. */
    note: () => {
      const { current } = field
      if (current)
        typed.current = { text: current.value, start: current.selectionStart, end: current.selectionEnd }
    },
  }
}
