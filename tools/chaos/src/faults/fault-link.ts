/** What a network does to one link. `healthy` passes everything at once. */
export type LinkMode =
  | { kind: 'healthy' }
  /** Open connections are reset, new ones refused. */
  | { kind: 'cut' }
  /** Nothing passes, and nobody is told: open connections stay open, new ones are taken and not answered. */
  | { kind: 'half-open' }
  /** Everything arrives so much later, each way. */
  | { kind: 'slow'; delayMs: number }
  /** So much passes in a second, each way, per connection. */
  | { kind: 'limited'; bytesPerSecond: number }
  /** Of what is passed on, this share (0 to 1) was lost on its way and is sent once more. */
  | { kind: 'lossy'; share: number }
  /** Requests to become a websocket are read and never answered. Everything else passes, also websockets that are open. */
  | { kind: 'swallows-upgrades' }

/** A link between two parts, through which all that they say to each other goes. Each resolves when it holds. */
export interface FaultLink {
  /** `server-1 > redis` */
  readonly name: string
  cut(): Promise<void>
  halfOpen(): Promise<void>
  slow(delayMs: number): Promise<void>
  limit(bytesPerSecond: number): Promise<void>
  /**
   * What a network that loses packets is to those who speak TCP over it: nothing is missing, but a chunk that was lost comes
   * after the sender's timeout (200 ms on Linux, twice as long each time that it is lost again), and all behind it waits.
   */
  lossy(share: number): Promise<void>
  /** As a proxy that does not know websockets, and does not say so. */
  swallowUpgrades(): Promise<void>
  heal(): Promise<void>
  /** Who connects from now on reaches this port instead; open connections stay where they are. */
  leadTo(targetPort: number): Promise<void>
}
