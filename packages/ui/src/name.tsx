import { classNames } from './class-names'

export interface NameProps {
  children: string
  /** Tells it from another one that reads the same. */
  tag?: string | undefined
  className?: string
}

/** What somebody called something: in its own direction, beside what stands before it, cut where there is no room. */
export function Name({ children, tag, className }: NameProps) {
  return (
    <span className={classNames('flex min-w-0', className)}>
      <span dir="auto" className="truncate">
        {children}
      </span>
      {tag && <span className="shrink-0 ps-1 font-normal text-faint">#{tag}</span>}
    </span>
  )
}
