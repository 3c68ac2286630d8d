export function buildService(appDir: string): Promise<string>

export interface WatchOptions {
  /** Of the bundle that runs. */
  hash: string
  onBuilt: () => void
  onFailed: (reports: string[]) => void
}
export function watchService(appDir: string, options: WatchOptions): Promise<{ close(): Promise<void> }>
