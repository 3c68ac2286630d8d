import type { z } from 'zod'

type Schema = z.core.JSONSchema.BaseSchema
/** The comment of a field, by its path inside the shape; of a variant by `|` and its kind. */
type CommentOf = (path: string) => string | undefined

/**
 * A JSON Schema written like a type: a line per field, `?` for optional fields, the default after `=`, the
 * meaning after `//`. Schemas with a name appear by name and are not repeated.
 */
export function shapeOf(schema: Schema, commentOf: CommentOf = () => undefined): string {
  return print(schema, '', '', commentOf)
}

function print(schema: Schema, indent: string, path: string, commentOf: CommentOf): string {
  if (schema.$ref) return nameOf(schema.$ref)
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((each) => JSON.stringify(each)).join(' | ')
  const variants = schema.anyOf ?? schema.oneOf
  if (variants) return printVariants(variants, indent, path, commentOf)
  if (schema.type === 'object') return printObject(schema, indent, path, commentOf)
  if (schema.type === 'array') return `${print(asSchema(schema.items), indent, path, commentOf)}[]`
  if (schema.format === 'uuid') return 'uuid'
  return [schema.type ?? 'anything'].flat().join(' | ')
}

function printObject(schema: Schema, indent: string, path: string, commentOf: CommentOf): string {
  const inner = `${indent}  `
  const fields = Object.entries(schema.properties ?? {}).map(([name, value]) => {
    const property = asSchema(value)
    const at = path ? `${path}.${name}` : name
    const isOptional = !schema.required?.includes(name)
    const fallback = property.default === undefined ? '' : ` = ${JSON.stringify(property.default)}`
    const meaning = [rangeOf(property), commentOf(at)].filter(Boolean).join('; ')
    const line = `${inner}${name}${isOptional ? '?' : ''}: ${print(property, inner, at, commentOf)}${fallback}`
    return meaning ? withComment(line, meaning, inner) : line
  })
  return `{\n${fields.join('\n')}\n${indent}}`
}

/** The comment goes beside the field if it fits, else above it. */
function withComment(line: string, meaning: string, indent: string): string {
  const fits = !line.includes('\n') && line.length + meaning.length < 84
  return fits ? `${line}  // ${meaning}` : `${indent}// ${meaning}\n${line}`
}

function printVariants(variants: Schema[], indent: string, path: string, commentOf: CommentOf): string {
  const printed = variants.map((each) => print(each, indent, path, commentOf))
  if (variants.every(({ type }) => type !== 'object')) return printed.join(' | ')
  if (printed.length === 1) return printed.join('')
  const lines = variants.map((each, at) => {
    const kind = asSchema(each.properties?.kind).const
    const meaning = typeof kind === 'string' ? commentOf(`${path}|${kind}`) : undefined
    return `${meaning ? `// ${meaning}\n${indent}` : ''}| ${printed[at]}`
  })
  return lines.join(`\n${indent}`)
}

function rangeOf({ minimum, maximum, maxItems, minItems, type }: Schema): string {
  if (maxItems !== undefined) return `at most ${maxItems}`
  if (minItems !== undefined) return `at least ${minItems}`
  const isBounded = type === 'integer' && maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER
  return isBounded ? `${minimum} to ${maximum}` : ''
}

function asSchema(value: unknown): Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : {}
}

function nameOf(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1)
}
