import { useState } from 'react'
import { toBlocks, type Block } from './blocks'
import type { Row } from './rows'

/** Rows in blocks that keep their identity from one render to the next. */
export function useBlocks(rows: readonly Row[]): readonly Block[] {
  const [kept, setKept] = useState(() => begin(rows))
  if (kept.rows === rows) return kept.blocks
  const isKnown = rows.some((row) => row.message.id === kept.originId)
  const next = isKnown
    ? { rows, originId: kept.originId, blocks: toBlocks(rows, kept.originId, kept.blocks) }
    : begin(rows)
  setKept(next)
  return next.blocks
}

function begin(rows: readonly Row[]) {
  const originId = rows[0]?.message.id ?? null
  return { rows, originId, blocks: toBlocks(rows, originId, []) }
}
