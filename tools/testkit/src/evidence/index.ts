export { readLogged } from './read-logged'
export { readRows, readStored } from './read-stored'
export { createStoredHeads, type ReadStoredHeads, type StoredHead } from './stored-heads'
