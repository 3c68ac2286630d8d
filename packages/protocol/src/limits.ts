/** Every limit that a client can meet, in one place. Units are in the names; "Points" are Unicode code points. */
export const limits = {
  nameMinPoints: 2,
  nameMaxPoints: 32,
  roomNameMinPoints: 1,
  roomNameMaxPoints: 80,
  topicMaxPoints: 500,
  messageMaxPoints: 4_000,
  messageMaxBytes: 16 * 1024,
  /** UTF-16 units of one emoji; the longest of today has 15. */
  emojiMaxUnits: 32,
  /** An event above this is answered `too-large` and the socket lives on. */
  eventMaxBytes: 64 * 1024,
  /** A frame above this cuts the connection: it is not even read. */
  frameMaxBytes: 256 * 1024,
  /** Cursors in one `rooms:sync`. */
  syncMaxRooms: 500,
  /** Missed more than this in one room: the answer is "reload". */
  syncMaxEventsPerRoom: 500,
  /** Messages in one `history:page`, where nothing is said. */
  historyPageDefault: 50,
  /** Messages in one `history:page`, at most. */
  historyPageMax: 100,
  /** Rooms in one page of the directory. */
  directoryPage: 50,
  /** Members in one page. */
  memberPage: 100,
  /** People in one look-up. */
  peoplePerLookUp: 100,
  /** Rooms that one person may be in. */
  roomsPerPerson: 1_000,
  /** Rooms that one person may have created. */
  roomsCreatedPerPerson: 100,
  /** Connections of one person to one server. */
  connectionsPerPerson: 20,
  /** Different emoji on one message, from everybody together. */
  emojiPerMessage: 20,
  /** Different emoji that one person may have given one message; an emoji that was taken back counts. */
  emojiPerPersonAndMessage: 10,
  /** Guests that may join from one address at once, and then in each minute, through all servers together. */
  guestJoinsPerMinute: 10,
  /** Events of one room that wait to be stored; above it new messages of that room are refused before they are said. */
  unstoredMaxPerRoom: 50_000,
} as const

/**
 * How often one person may do a thing: a burst, then a steady rate. `request` counts every event of all connections of a
 * person, `restRequest` every REST request of a session, each through one server. `roomJoin` and `roomCreate` are counted
 * through all servers together. Servers may be configured to other figures.
 */
export const rates = {
  send: { burst: 10, perSecond: 2 },
  sendAsGuest: { burst: 10, perSecond: 1 },
  request: { burst: 100, perSecond: 20 },
  restRequest: { burst: 100, perSecond: 20 },
  roomJoin: { burst: 10, perSecond: 1 / 10 },
  roomCreate: { burst: 10, perSecond: 1 / 60 },
} as const
