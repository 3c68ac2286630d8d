// The services write a line of JSON per event; a person reads "time level message field=value".

export type Paint = (text: string, style: 'bold' | 'dim' | 'red' | 'yellow') => string

const HIDDEN = new Set(['time', 'level', 'msg', 'service', 'pid', 'hostname', 'cause', 'err'])

/** A line that is not a JSON event is returned unchanged. */
export function prettyLine(line: string, paint: Paint): string {
  const event = parseEvent(line)
  if (!event) return line
  const fields = Object.entries(event).filter(([name]) => !HIDDEN.has(name))
  const error = describeError(event.cause ?? event.err)
  return [
    paint(timeOf(event.time), 'dim'),
    levelOf(event.level, paint),
    shown(event.msg ?? ''),
    ...fields.map(([name, value]) => paint(`${name}=${shown(value)}`, 'dim')),
    ...(error ? [error] : []),
  ].join(' ')
}

/** True for lines that are shown even before everything runs. */
export function isTrouble(line: string): boolean {
  const event = parseEvent(line)
  return event ? ['warn', 'error', 'fatal'].includes(String(event.level)) : false
}

function parseEvent(line: string): Record<string, unknown> | null {
  if (!line.startsWith('{')) return null
  try {
    const event = JSON.parse(line) as Record<string, unknown>
    return 'level' in event ? event : null
  } catch {
    return null // a line that only looks like JSON
  }
}

function timeOf(time: unknown) {
  const date = new Date(time as string | number)
  return Number.isNaN(date.getTime())
    ? '--:--:--.---'
    : date.toTimeString().slice(0, 8) + `.${String(date.getMilliseconds()).padStart(3, '0')}`
}

function levelOf(level: unknown, paint: Paint) {
  const word = String(level).padEnd(5)
  if (level === 'error' || level === 'fatal') return paint(word, 'red')
  return level === 'warn' ? paint(word, 'yellow') : word
}

function shown(value: unknown) {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function describeError(error: unknown): string | null {
  if (!error) return null
  if (typeof error !== 'object') return `cause=${shown(error)}`
  const { type, message, stack } = error as Record<string, unknown>
  return typeof stack === 'string' ? `\n${stack}` : `cause=${shown(type)}: ${shown(message)}`
}
