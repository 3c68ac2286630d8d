/** Every limit that a client can meet. Units are in the names; "Points" are Unicode code points. */
export const limits = {
  nameMinPoints: 2,
  nameMaxPoints: 32,
  roomNameMinPoints: 1,
  roomNameMaxPoints: 80,
  topicMaxPoints: 500,
  messageMaxPoints: 4_000,
  messageMaxBytes: 16 * 1024,
  /** UTF-16 units of one emoji; the longest one today has 15. */
  emojiMaxUnits: 32,
  /** A larger event is answered `too-large`, and the socket stays open. */
  eventMaxBytes: 64 * 1024,
  /** A larger frame closes the connection: the server does not even read it. */
  frameMaxBytes: 256 * 1024,
  /** Cursors in one `rooms:sync`. */
  syncMaxRooms: 500,
  /** More missed events than this in one room: the answer is "reload". */
  syncMaxEventsPerRoom: 500,
  /** Messages in one `history:page` by default. */
  historyPageDefault: 50,
  /** Maximum messages in one `history:page`. */
  historyPageMax: 100,
  /** Rooms in one page of the directory. */
  directoryPage: 50,
  /** People in a direct room, oneself included. */
  directPeople: 10,
  /** Members in one page. */
  memberPage: 100,
  /** People in one lookup. */
  peoplePerLookUp: 100,
  /** Maximum rooms of one person. */
  roomsPerPerson: 1_000,
  /** Maximum rooms that one person may have created. */
  roomsCreatedPerPerson: 100,
  /** Connections of one person to one server. */
  connectionsPerPerson: 20,
  /** Different emoji on one message, of all people together. */
  emojiPerMessage: 20,
  /** Different emoji of one person on one message; removed ones count. */
  emojiPerPersonAndMessage: 10,
  /** Guests that may join from one address at once, and then in each minute, over all servers together. */
  guestJoinsPerMinute: 10,
  /**
   * Events of one room that wait to be stored. Above it the server refuses new messages of that room before it appends
   * them.
   */
  unstoredMaxPerRoom: 50_000,
} as const

/**
 * Rate limits of one person: a burst, then a steady rate. `request` counts every event of all connections of a person,
 * `restRequest` every REST request of a session, each per server. `roomJoin` and `roomCreate` are counted over all
 * servers together. A server's configuration may set other values.
 */
export const rates = {
  send: { burst: 10, perSecond: 2 },
  sendAsGuest: { burst: 10, perSecond: 1 },
  request: { burst: 100, perSecond: 20 },
  restRequest: { burst: 100, perSecond: 20 },
  roomJoin: { burst: 10, perSecond: 1 / 10 },
  roomCreate: { burst: 10, perSecond: 1 / 60 },
  /** Names that one person may take: five at once, and then five in an hour, through all servers together. */
  rename: { burst: 5, perSecond: 5 / 3_600 },
  /** Passwords and recovery codes that may be tried for one account, and from one address, through all servers together. */
  signInOfAccount: { burst: 10, perSecond: 1 / 30 },
  signInFromAddress: { burst: 30, perSecond: 1 / 10 },
  /** Codes of the authenticator app that may be tried for one account, from anywhere, after the right password. */
  secondFactor: { burst: 5, perSecond: 1 / 300 },
} as const
