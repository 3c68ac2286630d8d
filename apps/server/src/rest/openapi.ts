import type { z } from 'zod'

// The schemas of the protocol are made with zod/mini, because a browser loads them. Hono's types name the classes of zod, but
// what runs uses only what both have: `def` and `safeParseAsync`. The test of rest-refusals reads the document that comes of it.
type Named<S extends z.core.$ZodType> = z.ZodType<z.core.output<S>, z.core.input<S>>

export function jsonOf<S extends z.core.$ZodType>(schema: S, description: string) {
  return { description, content: { 'application/json': { schema: schema as unknown as Named<S> } } }
}

export function jsonBody<S extends z.core.$ZodType>(schema: S) {
  return {
    body: { required: true, content: { 'application/json': { schema: schema as unknown as Named<S> } } },
  }
}

/** Of a path, or of a query. */
export function parametersOf<S extends z.core.$ZodObject>(schema: S) {
  return schema as unknown as z.ZodObject & Named<S>
}
