import { failureOf } from '@parley/protocol'
import type { core } from 'zod'
import { problemResponse } from './problem'

/** What a route's schema refuses is answered with the failure that the schema names. */
export function refuseInvalid(
  result: { success: true } | { success: false; error: unknown },
): Response | undefined {
  return result.success ? undefined : problemResponse(failureOf(result.error as core.$ZodError))
}
