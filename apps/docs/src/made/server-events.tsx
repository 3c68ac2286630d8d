import { examplesOfServer } from '../read/examples'
import type { readServerEvents } from '../read/protocol'
import { Frames, PartHeading, Said, ShapeCode } from './parts'

export function ServerEvents({ events }: { events: ReturnType<typeof readServerEvents> }) {
  return events.map(({ name, says, shape }) => (
    <section key={name}>
      <PartHeading id={name}>
        <code>{name}</code>
      </PartHeading>
      <p>
        <Said>{says}</Said>
      </p>
      <ShapeCode>{shape}</ShapeCode>
      <Frames>{`< 42${JSON.stringify([name, examplesOfServer[name]])}`}</Frames>
    </section>
  ))
}
