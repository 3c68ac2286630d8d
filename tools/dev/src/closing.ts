// What was started is stopped in the opposite order, once, whoever asks first.

export interface Closing {
  readonly hasBegun: boolean
  /** `kill` is for a person who does not want to wait. Added while closing it is closed at once. */
  add(part: { close: () => Promise<void> | void; kill?: () => void }): void
  /** Resolves when all is closed; each part's failure is told and the others are closed all the same. */
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
