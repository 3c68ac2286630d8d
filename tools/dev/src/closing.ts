// Stops all parts in reverse order, once, whoever asks first.

export interface Closing {
  readonly hasBegun: boolean
  /** `kill` is for an impatient user. A part added during closing is closed at once. */
  add(part: { close: () => Promise<void> | void; kill?: () => void }): void
  /** Resolves when all parts are closed; reports each part's failure and closes the others all the same. */
  run(): Promise<void>
  killAll(): void
}

export function createClosing(onFailure: (error: unknown) => void): Closing {
  const parts: { close: () => Promise<void> | void; kill?: () => void }[] = []
  let running: Promise<void> | null = null

  async function closeAll() {
    for (let part = parts.pop(); part; part = parts.pop()) {
      inHand = part
      try {
        await part.close()
      } catch (error) {
        onFailure(error)
      }
    }
  }
  let inHand: (typeof parts)[number] | null = null
  return {
    get hasBegun() {
      return running !== null
    },
    add(part) {
      parts.push(part)
      if (running) running = running.then(closeAll)
    },
    run: () => (running ??= closeAll()),
    killAll() {
      for (const part of [inHand, ...parts]) part?.kill?.()
    },
  }
}
