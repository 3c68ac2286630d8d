import { z } from 'zod'

export interface Setting {
  name: string
  /** The services that read it. */
  readBy: string[]
  kind: string
  /** The default as written in `.env`; null: none. Where services differ, one text for each. */
  fallback: string | null
  isRequired: boolean
}

type Schema = z.core.JSONSchema.BaseSchema

/** The settings of the services, from the schemas with which they parse their environment. */
export function readSettings(services: Readonly<Record<string, z.ZodObject>>): Setting[] {
  const settings = new Map<
    string,
    Omit<Setting, 'readBy' | 'fallback'> & { fallbacks: Map<string, string | null> }
  >()
  for (const [service, schema] of Object.entries(services)) {
    const given = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
    const parsed = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' })
    for (const name of Object.keys(schema.shape)) {
      const [before, after] = [propertyOf(given, name), propertyOf(parsed, name)]
      const setting = settings.get(name) ?? {
        name,
        kind: kindOf(before, after),
        isRequired: given.required?.includes(name) ?? false,
        fallbacks: new Map<string, string | null>(),
      }
      setting.fallbacks.set(service, after.default === undefined ? null : written(after.default))
      settings.set(name, setting)
    }
  }
  return [...settings.values()].map(({ fallbacks, ...setting }) => ({
    ...setting,
    readBy: [...fallbacks.keys()],
    fallback: joined(fallbacks),
  }))
}

function joined(fallbacks: ReadonlyMap<string, string | null>): string | null {
  const [first = null, ...others] = new Set(fallbacks.values())
  if (others.length === 0) return first
  return [...fallbacks].map(([service, fallback]) => `${fallback ?? 'none'} (${service})`).join(', ')
}

function propertyOf(schema: Schema, name: string): Schema {
  const property = schema.properties?.[name]
  return typeof property === 'object' ? property : {}
}

function kindOf(before: Schema, after: Schema): string {
  if (after.enum) return after.enum.map(String).join(' | ')
  if (after.type === 'integer' || after.type === 'number') return numberKind(after)
  if (before.type === 'string' && after.type !== 'string') return 'list, separated by commas'
  if (after.format === 'uri') return 'address (URL)'
  return after.minLength && after.minLength > 1 ? `text of at least ${after.minLength} characters` : 'text'
}

function numberKind({ type, minimum, exclusiveMinimum, maximum }: Schema): string {
  const word = type === 'integer' ? 'whole number' : 'number'
  const from = minimum ?? (exclusiveMinimum === undefined ? undefined : `more than ${exclusiveMinimum}`)
  const to = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum
  if (to !== undefined) return `${word}, ${from} to ${to}`
  return from === undefined ? word : `${word}, ${typeof from === 'string' ? from : `at least ${from}`}`
}

function written(value: unknown): string {
  return Array.isArray(value) ? value.join(',') : String(value)
}
