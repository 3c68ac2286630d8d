const DAY_MS = 86_400_000

const time = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' })
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' })
const dayOfYear = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' })
const dayOfOtherYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' })

export function formatTime(at: number): string {
  return time.format(at)
}

/** Without "AM" or "PM": for the narrow column beside a line whose group shows the full time. */
export function formatShortTime(at: number): string {
  const parts = time.formatToParts(at).filter((part) => part.type !== 'dayPeriod')
  return parts
    .map((part) => part.value)
    .join('')
    .trim()
}

export function formatMoment(at: number): string {
  return moment.format(at)
}

/** Both are the first moment of a day. */
export function formatDay(day: number, today: number): string {
  // Rounded, because a day with a clock change has 23 or 25 hours.
  const daysAgo = Math.round((today - day) / DAY_MS)
  if (daysAgo === 0) return 'Today'
  if (daysAgo === 1) return 'Yesterday'
  const isThisYear = new Date(day).getFullYear() === new Date(today).getFullYear()
  return (isThisYear ? dayOfYear : dayOfOtherYear).format(day)
}
