import { ChevronRight } from 'lucide-react'

export interface AccountRowProps {
  label: string
  /** How it stands: "on", "8 left". */
  value?: string | undefined
  onSelect: () => void
}

/** One line of the account's window, which opens a page of it. */
export function AccountRow({ label, value, onSelect }: AccountRowProps) {
  return (
    <li>
      <button
        type="button"
        onClick={onSelect}
        className="-mx-2 flex min-h-10 w-[calc(100%+1rem)] items-center gap-2 rounded-control px-2 text-start text-14 transition-colors hover:bg-hover touch:min-h-11"
      >
        <span className="min-w-0 flex-1">{label}</span> <span className="text-13 text-muted">{value}</span>
        <ChevronRight aria-hidden className="size-4 text-faint" />
      </button>
    </li>
  )
}
