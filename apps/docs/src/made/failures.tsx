import type { FailureReference } from '../read/protocol'
import { Table } from './parts'

export function Failures({ failures }: { failures: readonly FailureReference[] }) {
  return (
    <Table head={['code', 'sentence for users', 'applied', 'try again', 'HTTP']}>
      {failures.map(({ code, say, retryable, retryAfterMs, applied, status }) => (
        <tr key={code} id={`failure-${code}`}>
          <td>
            <code>{code}</code>
          </td>
          <td>{say}</td>
          <td>{applied}</td>
          <td className="whitespace-nowrap">{retryable ? `after ${retryAfterMs ?? 0} ms` : 'no'}</td>
          <td>{status ?? 'never sent'}</td>
        </tr>
      ))}
    </Table>
  )
}
