import { Mark } from '@parley/ui'

export function Wordmark() {
  return (
    <p className="flex items-center gap-2 text-15 font-semibold tracking-[-0.01em]">
      <Mark className="size-6" />
      Parley
    </p>
  )
}
