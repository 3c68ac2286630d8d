import type { Handler } from './handler'
import type { Operate } from './operate'

export function messageSend({ operate }: { operate: Operate }): Handler<'message:send'> {
  return async function messageSend(socket, { body, ...operation }) {
    return operate(socket, operation, { kind: 'message', body })
  }
}
