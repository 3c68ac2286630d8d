import { useCallback, useEffect, useLayoutEffect, useRef, useState, type FocusEvent } from 'react'
import { rowsInWindow, type ListView } from './list-window'

/** Defaults before the first measurement: a row for a mouse, and a tall window. */
const BEFORE: ListView = { top: 0, height: 1_200, rowHeight: 32 }

/** The rendered rows of a list that scrolls. All rows have the same height. */
export function useListWindow(count: number) {
  const list = useRef<HTMLUListElement>(null)
  const [view, setView] = useState(BEFORE)
  const [focused, setFocused] = useState<number | null>(null)

  const look = useCallback(() => {
    const scroller = list.current?.parentElement
    const row = list.current?.firstElementChild
    if (!list.current || !scroller || !row) return
    const top = scroller.getBoundingClientRect().top - list.current.getBoundingClientRect().top
    const next = { top, height: scroller.clientHeight, rowHeight: row.getBoundingClientRect().height }
    if (next.rowHeight > 0) setView((now) => (isSameWindow(count, now, next) ? now : next))
  }, [count])

  useLayoutEffect(look, [look])
  useEffect(() => {
    const scroller = list.current?.parentElement
    if (!scroller) return
    const sizes = new ResizeObserver(look)
    sizes.observe(scroller)
    scroller.addEventListener('scroll', look, { passive: true })
    return () => {
      sizes.disconnect()
      scroller.removeEventListener('scroll', look)
    }
  }, [look])

  const rows = rowsInWindow(count, view, focused)
  return {
    rows,
    rowHeight: view.rowHeight,
    skippedAtEnd: count - 1 - (rows.at(-1)?.index ?? count - 1),
    list: {
      ref: list,
      onFocus: (event: FocusEvent) => setFocused(indexOf(event.target)),
      onBlur: () => setFocused(null),
    },
  }
}

function isSameWindow(count: number, a: ListView, b: ListView): boolean {
  if (a.rowHeight !== b.rowHeight) return false
  const [before, after] = [rowsInWindow(count, a, null), rowsInWindow(count, b, null)]
  return before.length === after.length && before[0]?.index === after[0]?.index
}

function indexOf(element: Element): number | null {
  const row = element.closest<HTMLElement>('[aria-posinset]')
  return row ? Number(row.getAttribute('aria-posinset')) - 1 : null
}
