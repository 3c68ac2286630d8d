import type { ReactNode } from 'react'
import { shapeNames } from '../read/protocol'

/** A shape. Names in it link to their definitions. */
export function ShapeCode({ children }: { children: string }) {
  const parts = children.split(/\b([A-Z][A-Za-z]+)\b/)
  return (
    <pre tabIndex={0}>
      <code>
        {parts.map((part, at) =>
          shapeNames.includes(part) ? (
            <a key={at} href={`#${part}`}>
              {part}
            </a>
          ) : (
            part
          ),
        )}
      </code>
    </pre>
  )
}

/** Frames on the wire. Long lines wrap, because nothing in them is aligned. */
export function Frames({ children }: { children: string }) {
  return (
    <pre className="frames" tabIndex={0}>
      <code>{children}</code>
    </pre>
  )
}

export function Table({ head, children }: { head: readonly string[]; children: ReactNode }) {
  return (
    <div className="wide" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {head.map((each) => (
              <th key={each}>{each}</th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}

/** A heading of a made part, with an address and an entry in the page's contents. */
export function PartHeading({ id, children }: { id: string; children: ReactNode }) {
  return (
    <h3 id={id} data-contents="">
      <a href={`#${id}`}>{children}</a>
    </h3>
  )
}

/** Text from comments, where backticks mark code. */
export function Said({ children }: { children: string | undefined }) {
  if (!children) return null
  return children.split(/`([^`]+)`/).map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part))
}
