import { createLog } from '@parley/service'

/** What goes wrong in a run goes wrong on purpose. */
export const quietLog = createLog('path-model', 'silent')
