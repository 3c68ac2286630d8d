import type { RoomId } from '@parley/protocol'
/** The timers of retries: one for each operation. */
export interface ResendTimers {
  /** Calls `onDue` after this time, instead of at an earlier set moment. Milliseconds. */
  set: (roomId: RoomId, id: string, delayMs: number) => void
  stop: (id: string) => void
  stopAll: () => void
}

export function createResendTimers(onDue: (roomId: RoomId, id: string) => void): ResendTimers {
  const timers = new Map<string, ReturnType<typeof setTimeout>>()

  function set(roomId: RoomId, id: string, delayMs: number): void {
    const due = () => {
      timers.delete(id)
      onDue(roomId, id)
    }
    clearTimeout(timers.get(id))
    timers.set(id, setTimeout(due, delayMs))
  }

  function stop(id: string): void {
    clearTimeout(timers.get(id))
    timers.delete(id)
  }

  return {
    set,
    stop,
    stopAll() {
      for (const id of [...timers.keys()]) stop(id)
    },
  }
}
