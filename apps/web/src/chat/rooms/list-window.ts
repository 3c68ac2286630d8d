/** This many rows beyond either end of the view are rendered: enough for a quick turn of a wheel, and the next Tab. */
const MORE_ROWS = 16

export interface ListView {
  /** How far the top of the view is below the top of the list. Pixels; negative while the list begins below it. */
  top: number
  height: number
  rowHeight: number
}

/** A rendered row, and how many rows before it are not rendered. */
export interface ListRow {
  index: number
  skipped: number
}

/**
 * The rendered rows of a long list: those near the view, and the row with the focus, wherever it is. The window moves in
 * steps, so that most scrolling renders nothing.
 */
export function rowsInWindow(count: number, view: ListView, focused: number | null): ListRow[] {
  const step = MORE_ROWS / 2
  const first = Math.floor(view.top / view.rowHeight / step) * step - MORE_ROWS
  const rowsInView = Math.ceil(view.height / view.rowHeight / step) * step
  const from = clamp(first, count)
  const to = clamp(first + rowsInView + 2 * MORE_ROWS + step, count)
  const indexes = Array.from({ length: to - from }, (_, at) => from + at)
  if (focused !== null && focused < count) {
    if (focused < from) indexes.unshift(focused)
    if (focused >= to) indexes.push(focused)
  }
  return indexes.map((index, at) => ({ index, skipped: index - (indexes[at - 1] ?? -1) - 1 }))
}

function clamp(index: number, count: number): number {
  return Math.max(0, Math.min(count, index))
}
