/** A terminal and the programs between may each deliver the same Ctrl-C. Milliseconds. */
const SAME_KEYPRESS_MS = 1_000

/** Calls `onStop` at the first signal, `onKill` at a second one that is not an echo of the first. */
export function listenForStop({ onStop, onKill }: { onStop: () => void; onKill: () => void }) {
  let firstAt: number | null = null
  const heard = () => {
    const now = performance.now()
    if (firstAt === null) {
      firstAt = now
      onStop()
    } else if (now - firstAt > SAME_KEYPRESS_MS) onKill()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, heard)
}
