import { classNames } from './class-names'
import { fewMarks } from './few-marks'

export interface NameProps {
  children: string
  /** A tag that distinguishes this name from another one that reads the same. */
  tag?: string | undefined
  /** The person joined with only a name: anybody may have chosen this one. */
  isGuest?: boolean
  className?: string
}

/** A name given by a person: isolated in its own text direction, and truncated if there is no room. */
export function Name({ children, tag, isGuest, className }: NameProps) {
  return (
    <span className={classNames('flex min-w-0 items-baseline', className)}>
      <span dir="auto" className="truncate">
        {fewMarks(children)}
      </span>
      {/* Not part of a copy: a copy has the name as its owner wrote it, on one line. */}
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
