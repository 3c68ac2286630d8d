import type { ReactNode } from 'react'

/** Nothing to show: one sentence, perhaps one more, and one action. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: string
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className="grid max-w-sm justify-items-center gap-1 p-6 text-center [overflow-wrap:anywhere] text-pretty">
      <p className="text-15 font-medium">{title}</p>
      {children && <p className="text-14 text-muted">{children}</p>}
      {action && <div className="pt-3">{action}</div>}
    </div>
  )
}
