/** Settings of servers: test clients come all at once, from one address, and write faster than people. */
export const IN_A_HURRY = {
  GUEST_JOINS_PER_MINUTE: '1000000',
  ROOM_JOIN_BURST: '100000',
  ROOM_CREATE_BURST: '100000',
  SEND_RATE_PER_SECOND: '100000',
  SEND_BURST: '100000',
  GUEST_SEND_RATE_PER_SECOND: '100000',
}
