import { createLog } from '@parley/service'

/** Failures in a run are deliberate. */
export const quietLog = createLog('path-model', 'silent')
