import { Said } from './parts'

export interface SettingEntry {
  name: string
  /** Short facts beside the name. */
  facts: string[]
  meaning: string
}

export function Settings({ entries }: { entries: readonly SettingEntry[] }) {
  return (
    <dl className="entries">
      {entries.map(({ name, facts, meaning }) => (
        <div key={name} id={name}>
          <dt>
            <a href={`#${name}`}>
              <code>{name}</code>
            </a>
          </dt>
          <dd>
            <p className="facts">
              {facts.map((fact) => (
                <span key={fact}>
                  <Said>{fact}</Said>
                </span>
              ))}
            </p>
            <p>
              <Said>{meaning}</Said>
            </p>
          </dd>
        </div>
      ))}
    </dl>
  )
}
