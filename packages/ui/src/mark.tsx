/** The lines of the logo, on a square of 32. */
export const MARK_LINES = 'M7 16h6M13 16c5 0 3-7 12-7M13 16h12M13 16c5 0 3 7 12 7'

/** Parley's logo: one message, kept three times. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg aria-hidden viewBox="0 0 32 32" className={className}>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path
        d={MARK_LINES}
        className="fill-none stroke-on-accent"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
