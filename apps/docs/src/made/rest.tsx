import { slug } from '../markdown'
import type { RestReference } from '../read/protocol'
import { PartHeading, ShapeCode } from './parts'

export function Rest({ routes }: { routes: readonly RestReference[] }) {
  return routes.map(({ method, path, summary, body, status, answer, says }) => (
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
    </section>
  ))
}
