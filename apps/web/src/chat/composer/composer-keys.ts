export interface Press {
  key: string
  shiftKey: boolean
  altKey: boolean
  ctrlKey: boolean
  metaKey: boolean
  isComposing: boolean
  keyCode: number
}

/** Safari ends a composition before the Enter that accepted it; only this old key code still marks that Enter. */
const KEY_CODE_WHILE_COMPOSING = 229

/** The meaning of a key in the composer. On a touch keyboard Enter breaks the line: the button sends. */
export function decideKey(
  press: Press,
  { isTouch, isEmpty = false }: { isTouch: boolean; isEmpty?: boolean },
): 'send' | 'leave' | 'edit last' | 'type' {
  if (press.isComposing || press.keyCode === KEY_CODE_WHILE_COMPOSING) return 'type'
  if (press.key === 'Escape') return 'leave'
  const hasModifier = press.shiftKey || press.altKey || press.ctrlKey || press.metaKey
  if (press.key === 'ArrowUp' && isEmpty && !hasModifier) return 'edit last'
  if (press.key !== 'Enter' || press.shiftKey || press.altKey) return 'type'
  if (press.ctrlKey || press.metaKey) return 'send'
  return isTouch ? 'type' : 'send'
}
