import type { Handler } from './handler'
import type { HandleOperation } from './handle-operation'

export function messageSend({
  handleOperation,
}: {
  handleOperation: HandleOperation
}): Handler<'message:send'> {
  return async function messageSend(socket, { body, ...operation }) {
    return handleOperation(socket, operation, { kind: 'message', body })
  }
}
