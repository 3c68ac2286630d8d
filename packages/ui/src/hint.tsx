import { cloneElement, type ReactElement } from 'react'

/**
 * A few words that show on hover and on focus. They repeat or add detail: important text has a place of its own, because
 * touch shows no hints. `Hints` shows them.
 */
export function Hint({ text, children }: { text: string; children: ReactElement<{ 'data-hint'?: string }> }) {
  return cloneElement(children, { 'data-hint': text })
}
