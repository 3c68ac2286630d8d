import { Mark } from '@parley/ui'

export function Header({ base }: { base: string }) {
  return (
    <header className="sticky top-0 z-10 border-b border-line bg-canvas">
      <div className="flex h-14 items-center gap-3 px-4">
        <a
          href={`${base}index.html`}
          className="flex items-center gap-2 text-15 font-semibold tracking-[-0.01em]"
        >
          <Mark className="size-6" />
          Parley <span className="font-normal text-muted">docs</span>
        </a>
        <button
          type="button"
          data-open-search
          className="ms-auto flex h-9 items-center gap-2 rounded-control border border-line bg-surface px-3 text-13 text-muted hover:bg-hover touch:h-11 pair:w-64"
        >
          Search
          <kbd className="ms-auto hidden font-mono text-12 text-faint pair:inline">/</kbd>
        </button>
        <button
          type="button"
          data-switch-theme
          aria-label="Light or dark"
          className="grid size-9 place-items-center rounded-control text-muted hover:bg-hover touch:size-11"
        >
          <svg aria-hidden viewBox="0 0 20 20" className="size-5">
            <circle cx="10" cy="10" r="6.5" className="fill-none stroke-current" strokeWidth="1.5" />
            <path d="M10 3.5a6.5 6.5 0 0 1 0 13z" className="fill-current" />
          </svg>
        </button>
      </div>
    </header>
  )
}
