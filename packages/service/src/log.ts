import { pino, type Logger } from 'pino'

export type Log = Logger

/** One line of JSON per event. Ids, never bodies, names or tokens; values under a telltale name are removed. */
export function createLog(service: string, level: string): Log {
  return pino({
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { cause: pino.stdSerializers.err },
    redact: ['*.cookie', '*.token', '*.body', '*.password', '*.authorization', 'cookie', 'token', 'body'],
  })
}
