import { classNames } from './class-names'

/** A quiet bar in the shape of the coming content. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden
      className={classNames('block h-3 animate-breathe rounded-control bg-hover', className)}
    />
  )
}
