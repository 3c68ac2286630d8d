export { check } from './check'
export type { Evidence, LoggedEvent, StoredRoom } from './evidence'
export { countFindings, describeFindings, findingKinds, type Findings } from './findings'
export { recoveryOf, type Recovery } from './recovery'
