import * as z from 'zod/mini'
import { failure, failures, type Failure, type FailureCode, type Result } from './failures'

/** Parses outside input, once. A refusal has its own code where the schema names one. */
export function parse<S extends z.core.$ZodType>(schema: S, input: unknown): Result<z.output<S>> {
  const parsed = z.safeParse(schema, input)
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, failure: failureOf(parsed.error) }
}

/** The failure that a schema names for its refusal. */
export function failureOf(error: z.core.$ZodError): Failure {
  const issue = error.issues[0]
  const detail = issue?.path.join('.') || undefined
  const code = issue?.code === 'custom' ? codeOf(issue.params) : undefined
  return failure(code ?? 'bad-input', detail ? { detail } : {})
}

function codeOf(params: unknown): FailureCode | undefined {
  const code = (params as { failure?: string } | undefined)?.failure
  return code !== undefined && Object.hasOwn(failures, code) ? (code as FailureCode) : undefined
}
