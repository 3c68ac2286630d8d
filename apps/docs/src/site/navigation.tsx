import type { Page } from '../pages'

interface NavigationProps {
  base: string
  page: Page | undefined
  pages: readonly Page[]
}

/** Beside the text if there is room, else folded above it. */
export function Navigation(props: NavigationProps) {
  return (
    <>
      <details className="border-b border-line bg-canvas px-4 pair:hidden">
        <summary className="flex h-11 cursor-pointer items-center gap-2 text-14 text-muted">
          <span aria-hidden>☰</span> {props.page?.title ?? 'Pages'}
        </summary>
        <div className="pb-4">
          <Groups {...props} />
        </div>
      </details>
      <div className="hidden border-e border-line bg-canvas pair:block">
        <div className="sticky top-14 max-h-[calc(100dvh-3.5rem)] overflow-y-auto px-3 py-6">
          <Groups {...props} />
        </div>
      </div>
    </>
  )
}

function Groups({ base, page, pages }: NavigationProps) {
  const groups = [...new Set(pages.map(({ group }) => group))]
  const here = page?.parent ?? page?.address
  return (
    <nav aria-label="Pages" className="grid gap-5">
      {groups.map((group) => (
        <div key={group}>
          <p className="px-2 pb-1 text-12 font-medium text-faint">{group}</p>
          <ul className="grid gap-px">
            {pages
              .filter((each) => each.group === group && (!each.parent || each.parent === here))
              .map((each) => (
                <li key={each.address}>
                  <a
                    href={base + each.address}
                    aria-current={each.address === page?.address ? 'page' : undefined}
                    className={`block rounded-control px-2 py-1.5 text-14 text-muted hover:bg-hover aria-[current]:bg-selected aria-[current]:font-medium aria-[current]:text-ink touch:py-3 ${each.parent ? 'ms-3 text-13' : ''}`}
                  >
                    {each.title}
                  </a>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}
