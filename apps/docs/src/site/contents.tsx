import type { Place } from '../contents'

/** The contents of this page. */
export function Contents({ places }: { places: readonly Place[] }) {
  const listed = places.filter(({ depth }) => depth === 2 || depth === 3)
  return (
    <div className="hidden trio:block">
      {listed.length > 1 && (
        <nav
          aria-label="On this page"
          className="sticky top-14 max-h-[calc(100dvh-3.5rem)] overflow-y-auto py-8 pe-4 text-13"
        >
          <p className="pb-2 text-12 font-medium text-faint">On this page</p>
          <ul className="grid gap-1.5 border-s border-line">
            {listed.map(({ id, title, depth }) => (
              <li key={id}>
                <a
                  href={`#${id}`}
                  className={`block text-muted [overflow-wrap:anywhere] hover:text-ink ${depth === 2 ? 'ps-3' : 'ps-6'}`}
                >
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </div>
  )
}
