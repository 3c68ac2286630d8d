import { formatDay } from '../message/format-time'

export function DayLine({ day, today }: { day: number; today: number }) {
  return (
    <div
      role="separator"
      aria-label={formatDay(day, today)}
      className="flex items-center gap-3 px-4 pt-6 pb-1"
    >
      <span className="h-px flex-1 bg-line" />
      <span className="text-12 font-medium text-faint">{formatDay(day, today)}</span>
      <span className="h-px flex-1 bg-line" />
    </div>
  )
}
