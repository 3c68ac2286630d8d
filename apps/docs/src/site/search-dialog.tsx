export function SearchDialog() {
  return (
    <dialog
      data-search
      aria-label="Search"
      className="mx-auto mt-[10dvh] w-[min(40rem,calc(100vw-2rem))] rounded-card bg-raised p-0 text-ink shadow-float backdrop:bg-scrim"
    >
      <form method="dialog" className="border-b border-line">
        <input
          type="search"
          autoComplete="off"
          aria-label="Search these pages"
          placeholder="Search these pages"
          className="h-12 w-full bg-transparent px-4 text-15 outline-none placeholder:text-faint"
        />
      </form>
      <p role="status" className="px-4 py-3 text-13 text-muted" />
      <ol className="max-h-[60dvh] overflow-y-auto px-2 pb-2" />
    </dialog>
  )
}
