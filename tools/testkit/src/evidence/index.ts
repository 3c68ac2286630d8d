export { readLogged } from './read-logged'
export { readStored } from './read-stored'
export { createStoredHeads, type ReadStoredHeads, type StoredHead } from './stored-heads'
