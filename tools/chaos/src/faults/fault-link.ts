/** The behaviour of the network on one link. `healthy` passes everything at once. */
export type LinkMode =
  | { kind: 'healthy' }
  /** Open connections are reset, new ones refused. */
  | { kind: 'cut' }
  /** Nothing passes, and no side notices: open connections stay open, new ones are accepted and not answered. */
  | { kind: 'half-open' }
  /** Everything arrives this much later, each way. */
  | { kind: 'slow'; delayMs: number }
  /** Bytes per second, each way, per connection. */
  | { kind: 'limited'; bytesPerSecond: number }
  /** This share (0 to 1) of the data was lost on its way and is sent again. */
  | { kind: 'lossy'; share: number }
  /** Websocket upgrades are read and never answered. Everything else passes, including open websockets. */
  | { kind: 'swallows-upgrades' }

/** A link between two parts, which carries all their traffic. Each call resolves when it is in effect. */
export interface FaultLink {
  /** `server-1 > redis` */
  readonly name: string
  cut(): Promise<void>
  halfOpen(): Promise<void>
  slow(delayMs: number): Promise<void>
  limit(bytesPerSecond: number): Promise<void>
  /**
   * A network that loses packets, as TCP sees it: nothing is missing, but a lost chunk comes after the sender's timeout
   * (200 ms on Linux, doubled each time that it is lost again), and everything behind it waits.
   */
  lossy(share: number): Promise<void>
  /** Like a proxy that silently does not support websockets. */
  swallowUpgrades(): Promise<void>
  heal(): Promise<void>
  /** New connections reach this port instead; open connections stay. */
  leadTo(targetPort: number): Promise<void>
}
