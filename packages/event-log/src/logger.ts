/** The part of a logger that this package needs; pino's has it. Nothing here logs records, only where and why. */
export interface Logger {
  debug?(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

export const silentLogger: Logger = { info() {}, warn() {}, error() {} }
