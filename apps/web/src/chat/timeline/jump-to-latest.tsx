import { ArrowDown } from 'lucide-react'

export interface JumpToLatestProps {
  /** New messages below the view. */
  count: number
  isFarFromEnd: boolean
  onClick: () => void
}

export function JumpToLatest({ count, isFarFromEnd, onClick }: JumpToLatestProps) {
  if (count === 0 && !isFarFromEnd) return null
  return (
    <button
      type="button"
      onClick={onClick}
      className={
        'absolute inset-x-0 bottom-3 mx-auto flex h-8 w-fit animate-arrive items-center gap-2 rounded-full px-3 text-13 font-medium shadow-float transition-colors touch:h-11 ' +
        (count > 0
          ? 'bg-accent text-on-accent hover:bg-accent-strong'
          : 'bg-raised text-muted hover:text-ink')
      }
    >
      <ArrowDown aria-hidden className="size-4" />
      {count > 0 ? formatNew(count) : 'To the newest'}
    </button>
  )
}

function formatNew(count: number): string {
  return count === 1 ? '1 new message' : `${count.toLocaleString()} new messages`
}
