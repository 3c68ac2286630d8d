import { createLogger } from '@parley/service'

/** Failures in a run are deliberate. */
export const quietLog = createLogger('path-model', 'silent')
