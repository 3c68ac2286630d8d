import { cva, type VariantProps } from 'class-variance-authority'
import type { ReactNode } from 'react'
import { classNames } from './class-names'

const look = cva(
  'flex min-h-9 items-center gap-2 rounded-control px-3 py-1 text-13 [&>svg]:size-4 [&>svg]:shrink-0',
  {
    variants: {
      tone: {
        waiting: 'bg-warning-soft text-warning',
        failed: 'bg-danger-soft text-danger',
        plain: 'bg-hover text-muted',
      },
    },
  },
)

/** One line about a state, with an icon in addition to the colour, and the possible action. */
export function Notice({
  tone,
  icon,
  children,
  action,
  className,
}: VariantProps<typeof look> & {
  icon: ReactNode
  children: ReactNode
  action?: ReactNode
  className?: string
}) {
  return (
    <div className={classNames(look({ tone }), className)}>
      {icon}
      <p className="min-w-0 flex-1 text-pretty">{children}</p>
      {action}
    </div>
  )
}
