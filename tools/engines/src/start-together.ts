/** A started part. */
interface Stoppable {
  stop: () => Promise<unknown>
}

type Started<T extends readonly Promise<Stoppable>[]> = { -readonly [I in keyof T]: Awaited<T[I]> }

/**
 * All started parts, and the function that stops them. If one fails to start, the others are stopped, and its error is
 * thrown.
 */
export async function startTogether<const T extends readonly Promise<Stoppable>[]>(
  starting: T,
): Promise<{ started: Started<T>; stop: () => Promise<void> }> {
  const settled = await Promise.allSettled(starting)
  const running = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const stop = async () => void (await Promise.all(running.map((each) => each.stop())))
  const failed = settled.find((one) => one.status === 'rejected')
  if (failed) {
    await stop()
    throw failed.reason
  }
  return { started: running as Started<T>, stop }
}
