import type { Page } from '../pages'

export function DecisionList({ pages }: { pages: readonly Page[] }) {
  return (
    <ul>
      {pages.map(({ address, title }) => (
        <li key={address}>
          <a href={address}>{title}</a>
        </li>
      ))}
    </ul>
  )
}
