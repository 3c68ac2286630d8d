import type { readLimits, readRates } from '../read/protocol'
import { Said, Table } from './parts'

export function Limits({ limits }: { limits: ReturnType<typeof readLimits> }) {
  return (
    <Table head={['limit', 'value', '']}>
      {limits.map(({ name, value, says }) => (
        <tr key={name}>
          <td>
            <code>{name}</code>
          </td>
          <td>{value.toLocaleString('en')}</td>
          <td>
            <Said>{says}</Said>
          </td>
        </tr>
      ))}
    </Table>
  )
}

export function Rates({ rates }: { rates: ReturnType<typeof readRates> }) {
  return (
    <Table head={['rate', 'at once', 'then, per second']}>
      {rates.map(({ name, burst, perSecond }) => (
        <tr key={name} id={`rate-${name}`}>
          <td>
            <code>{name}</code>
          </td>
          <td>{burst}</td>
          <td>{perSecond}</td>
        </tr>
      ))}
    </Table>
  )
}
