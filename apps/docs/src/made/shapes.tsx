import type { Shape } from '../read/protocol'
import { PartHeading, Said, ShapeCode } from './parts'

export function Shapes({
  simple,
  shapes,
}: {
  simple: readonly { name: string; says: string }[]
  shapes: readonly Shape[]
}) {
  return (
    <>
      <dl className="entries">
        {simple.map(({ name, says }) => (
          <div key={name} id={name}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
      {shapes.map(({ name, says, shape }) => (
        <section key={name}>
          <PartHeading id={name}>
            <code>{name}</code>
          </PartHeading>
          <p>
            <Said>{says}</Said>
          </p>
          <ShapeCode>{shape}</ShapeCode>
        </section>
      ))}
    </>
  )
}
