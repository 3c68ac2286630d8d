import { slug } from '../markdown'
import type { RestReference } from '../read/protocol'
import { PartHeading, ShapeCode } from './parts'

export function Rest({ routes }: { routes: readonly RestReference[] }) {
  return routes.map(({ method, path, summary, body, status, answer, says, failures, limits }) => (
    <section key={method + path}>
      <PartHeading id={slug(`${method} ${path}`)}>
        <code>
          {method} {path}
        </code>
      </PartHeading>
      <p>{summary}.</p>
      {body && (
        <>
          <h4>Body</h4>
          <ShapeCode>{body}</ShapeCode>
        </>
      )}
      <h4>
        Answer {status}: {says}
      </h4>
      {answer && <ShapeCode>{answer}</ShapeCode>}
      <p>
        Refuses with <Names of={failures} addressOf={(code) => `#failure-${code}`} />. Limited by{' '}
        <Names of={limits} addressOf={addressOfLimit} />.
      </p>
    </section>
  ))
}

function Names({ of, addressOf }: { of: readonly string[]; addressOf: (name: string) => string }) {
  return of.map((name, at) => (
    <span key={name}>
      {at > 0 && ', '}
      <a href={addressOf(name)}>
        <code>{name}</code>
      </a>
    </span>
  ))
}

/** A setting is described with the other settings. */
function addressOfLimit(name: string): string {
  return name === name.toUpperCase() ? `configuration.html#${name}` : `#rate-${name}`
}
