/**
 * The version of everything in this package. A client sends it in the handshake; a server serves its own version and the
 * previous one. Raise it when a schema changes in a way that the other side would notice.
 */
export const PROTOCOL_VERSION = 2
/** Version 1 knew no changes: it would take an edit for a message that it cannot read. */
export const OLDEST_PROTOCOL_VERSION = 2
