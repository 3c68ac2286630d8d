import { cloneElement, type ReactElement } from 'react'

/**
 * A short text that shows on hover and on focus. It repeats or adds detail: important text must stand on the page,
 * because touch shows no hints. `Hints` shows them.
 */
export function Hint({ text, children }: { text: string; children: ReactElement<{ 'data-hint'?: string }> }) {
  return cloneElement(children, { 'data-hint': text })
}
