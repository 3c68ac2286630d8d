import { classNames } from './class-names'

/** What somebody called something: in its own direction, beside what stands before it, cut where there is no room. */
export function Name({ children, className }: { children: string; className?: string }) {
  return (
    <span className={classNames('flex min-w-0', className)}>
      <span dir="auto" className="truncate">
        {children}
      </span>
    </span>
  )
}
