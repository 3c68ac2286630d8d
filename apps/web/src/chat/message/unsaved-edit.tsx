import { Button } from '@parley/ui'
import { PencilLine } from 'lucide-react'
import type { DraftPlace } from '@/drafts/drafts'
import { useDraft } from '@/drafts/drafts-context'

export interface UnsavedEditProps {
  place: DraftPlace
  onContinue: () => void
  onDiscard: () => void
}

/** Under an own message whose edit was begun and neither saved nor dropped, perhaps in another tab or on another day. */
export function UnsavedEdit({ place, onContinue, onDiscard }: UnsavedEditProps) {
  const [text] = useDraft(place)
  if (text === '') return null
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-13 text-warning">
      <p className="flex min-w-0 items-center gap-2">
        <PencilLine aria-hidden className="size-3.5 shrink-0" />
        Your edit is not saved.
      </p>
      <div className="flex gap-3 touch:-ms-2 touch:gap-1">
        <Button kind="link" size="inline" onClick={onContinue}>
          Continue
        </Button>
        <Button kind="link" size="inline" onClick={onDiscard}>
          Drop it
        </Button>
      </div>
    </div>
  )
}
