/** One disagreement. `where` locates it for a person. */
export interface Finding {
  kind:
    | 'missing' // in the log below the stored offset, but not stored
    | 'never said' // stored, but not in the log
    | 'changed' // stored with another author or text than was said
    | 'tables differ' // messages and changes do not say the same of a number
    | 'gap' // a number between two others that neither PostgreSQL nor the tail has
    | 'doubled' // one message under two numbers
    | 'out of order' // one person's messages stand in another order than they were said
    | 'other-seq' // PostgreSQL has it under another number than Redis gave it
    | 'unreadable' // a record below the offset row that is no event and no dead letter
  roomId: string
  where: string
}
