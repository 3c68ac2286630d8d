import { Skeleton } from '@parley/ui'

const LINES = ['w-2/3', 'w-1/2', 'w-3/5', 'w-1/3', 'w-3/4']

/** Placeholder for messages. Shows only when they take longer than a moment. */
export function TimelineSkeleton() {
  return (
    <div
      aria-hidden
      className="flex min-h-0 flex-1 animate-late flex-col justify-end gap-6 overflow-hidden p-4"
    >
      {LINES.map((width) => (
        <div key={width} className="flex gap-3">
          <Skeleton className="size-9 shrink-0 rounded-full" />
          <div className="grid max-w-[60ch] flex-1 content-start gap-2 pt-1">
            <Skeleton className="w-24" />
            <Skeleton className={width} />
          </div>
        </div>
      ))}
    </div>
  )
}
