'use client'
import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../button'

export interface DialogProps {
  title: string
  description?: string
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  /** False: neither Escape nor a click beside it closes it, and it has no button for that; one of its own actions does. */
  isDismissible?: boolean
  /** Default: the element that had focus before. */
  returnFocusTo?: () => HTMLElement | null
  children: ReactNode
}

/** A card over the page. Focus stays inside, Escape closes it, and focus returns to where it came from. */
export function Dialog({
  title,
  description,
  isOpen,
  onOpenChange,
  isDismissible = true,
  returnFocusTo,
  children,
}: DialogProps) {
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => isDismissible && onOpenChange(open)}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          finalFocus={returnFocusTo}
          className="fixed inset-x-4 top-[12dvh] z-40 mx-auto grid max-h-[80dvh] max-w-[26rem] gap-4 overflow-y-auto rounded-card bg-raised p-6 shadow-float outline-none transition-[opacity,transform] data-ending-style:opacity-0 data-starting-style:translate-y-1 data-starting-style:opacity-0"
        >
          <header className="grid gap-1 pe-8">
            <Base.Title className="text-18 font-semibold">{title}</Base.Title>
            {description && <Base.Description className="text-13 text-muted">{description}</Base.Description>}
          </header>
          {children}
          {isDismissible && (
            <Base.Close
              render={
                <Button kind="quiet" size="icon" aria-label="Close" className="absolute end-4 top-5">
                  <X aria-hidden />
                </Button>
              }
            />
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
