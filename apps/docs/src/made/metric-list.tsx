import { Said } from './parts'

interface Metric {
  kind: string
  name: string
  help: string
  labels?: readonly string[]
}

/** Both services have metrics, so an address names the service, too. */
export function MetricList({ of, definitions }: { of: string; definitions: readonly Metric[] }) {
  return (
    <dl className="entries">
      {definitions.map(({ kind, name, help, labels = [] }) => (
        <div key={name} id={`${of}-${name}`}>
          <dt>
            <a href={`#${of}-${name}`}>
              <code>{name}</code>
            </a>
          </dt>
          <dd>
            <p className="facts">
              <span>{kind}</span>
              {labels.length > 0 && (
                <span>
                  by <Said>{labels.map((label) => `\`${label}\``).join(', ')}</Said>
                </span>
              )}
            </p>
            <p>
              <Said>{help}</Said>
            </p>
          </dd>
        </div>
      ))}
    </dl>
  )
}
