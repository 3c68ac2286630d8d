import { classNames } from './class-names'
import { fewMarks } from './few-marks'

export interface NameProps {
  children: string
  /** Tells it from another one that reads the same. */
  tag?: string | undefined
  /** Came by writing a name: anybody may have written this one. */
  isGuest?: boolean
  className?: string
}

/** What somebody called something: in its own direction, beside what stands before it, cut where there is no room. */
export function Name({ children, tag, isGuest, className }: NameProps) {
  return (
    <span className={classNames('flex min-w-0 items-baseline', className)}>
      <span dir="auto" className="truncate">
        {fewMarks(children)}
      </span>
      {/* Not copied: what is copied is the name as its owner wrote it, on one line. */}
      {tag && (
        <span
          title="Somebody else has this name, too"
          className="shrink-0 ps-1 font-normal text-faint select-none"
        >
          #{tag}
        </span>
      )}
      {isGuest && <span className="shrink-0 ps-2 text-12 font-normal text-faint select-none">guest</span>}
    </span>
  )
}
