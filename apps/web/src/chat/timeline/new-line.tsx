export function NewLine() {
  return (
    <div
      role="separator"
      aria-label="New messages"
      data-new-line
      className="flex items-center gap-3 px-4 pt-3"
    >
      <span className="h-px flex-1 bg-accent" />
      <span className="text-12 font-medium text-accent">New</span>
    </div>
  )
}
