import { examplesOfClient } from '../read/examples'
import type { ClientEventReference } from '../read/protocol'
import { Frames, PartHeading, Said, ShapeCode } from './parts'

export function ClientEvents({ events }: { events: readonly ClientEventReference[] }) {
  return events.map(({ name, says, input, outputSays, output }, at) => {
    const { input: asked, answer } = examplesOfClient[name]
    return (
      <section key={name}>
        <PartHeading id={name}>
          <code>{name}</code>
        </PartHeading>
        <p>
          <Said>{says}</Said>
        </p>
        <h4>Input</h4>
        <ShapeCode>{input}</ShapeCode>
        <h4>
          Answer, as <code>value</code>
        </h4>
        {outputSays && (
          <p>
            <Said>{outputSays}</Said>
          </p>
        )}
        <ShapeCode>{output}</ShapeCode>
        <h4>Example frames</h4>
        <Frames>
          {`> 42${at}${JSON.stringify([name, asked])}\n< 43${at}${JSON.stringify([{ ok: true, value: answer }])}`}
        </Frames>
      </section>
    )
  })
}
