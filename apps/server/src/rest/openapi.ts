import { z } from 'zod'

// The schemas of the protocol use zod/mini, because browsers load them, while Hono's types name the classes of zod. At
// run time only `def`, `safeParseAsync` and `meta` are used. Both zods have the first two; the generator of openapi.json
// asks every schema for `meta`.
type Named<S extends z.core.$ZodType> = z.ZodType<z.core.output<S>, z.core.input<S>>

export function jsonOf<S extends z.core.$ZodType>(schema: S, description: string) {
  return { description, content: { 'application/json': { schema: named(schema) } } }
}

export function jsonBody<S extends z.core.$ZodType>(schema: S) {
  return { body: { required: true, content: { 'application/json': { schema: named(schema) } } } }
}

/** The parameters of a path or of a query. */
export function parametersOf<S extends z.core.$ZodObject>(schema: S) {
  return named(schema) as unknown as z.ZodObject & Named<S>
}

function named<S extends z.core.$ZodType>(schema: S) {
  giveMeta(schema)
  return schema as unknown as Named<S>
}

function giveMeta(part: unknown): void {
  if (typeof part !== 'object' || part === null) return
  if (!('_zod' in part)) return Object.values(part).forEach(giveMeta)
  if ('meta' in part) return
  const meta = describe(part as z.core.$ZodType)
  Object.assign(part, { meta: () => meta })
  giveMeta((part as z.core.$ZodType)._zod.def)
}

/**
 * The generator describes texts and numbers by fields of zod's classes; it uses a description that has a type as it is.
 */
function describe(schema: z.core.$ZodType) {
  const { type, format } = schema._zod.def as { type: string; format?: string }
  if (type === 'string') return { type, ...(format && { format }) }
  if (type !== 'number') return undefined
  const { $schema: _version, ...described } = z.toJSONSchema(schema)
  return described
}
