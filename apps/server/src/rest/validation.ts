import { failureOf } from '@parley/protocol'
import type { core } from 'zod'
import { problemResponse } from './problem'

/** Answers invalid input of a route with the failure that its schema names. */
export function refuseInvalid(
  result: { success: true } | { success: false; error: unknown },
): Response | undefined {
  return result.success ? undefined : problemResponse(failureOf(result.error as core.$ZodError))
}
