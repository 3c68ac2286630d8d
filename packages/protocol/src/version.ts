/**
 * The version of everything in this package. A client says it in the handshake; a server serves its own version and
 * the one before. Raise it when a schema changes in a way that the other side would notice.
 */
export const PROTOCOL_VERSION = 2
/** 1 knew no changes: it would take an edit for a message it cannot read. */
export const OLDEST_PROTOCOL_VERSION = 2
