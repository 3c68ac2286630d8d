import type { CSSProperties } from 'react'
import { classNames } from './class-names'

export interface AvatarProps {
  initials: string
  /** Degrees on the colour wheel. */
  hue: number
  size?: 'small' | 'medium'
}

/** Decoration beside a written name: it is not read aloud. */
export function Avatar({ initials, hue, size = 'medium' }: AvatarProps) {
  return (
    <span
      aria-hidden
      style={{ '--hue': hue } as CSSProperties}
      className={classNames(
        'person-tint inline-flex shrink-0 items-center justify-center overflow-clip rounded-full font-semibold select-none',
        size === 'medium' ? 'size-9 text-13' : 'size-7 text-12',
      )}
    >
      {initials}
    </span>
  )
}
