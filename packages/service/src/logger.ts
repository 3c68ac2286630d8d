import { pino, type Logger as PinoLogger } from 'pino'

export type Logger = PinoLogger

/** One line of JSON per event. Ids, never bodies, names or tokens; values under a telltale name are removed. */
export function createLogger(service: string, level: string): Logger {
  return pino({
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { cause: pino.stdSerializers.err },
    redact: ['*.cookie', '*.token', '*.body', '*.password', '*.authorization', 'cookie', 'token', 'body'],
  })
}
