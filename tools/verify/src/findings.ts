/** One disagreement. `where` locates it for a person. */
export interface Finding {
  kind:
    | 'missing' // in the log below the stored offset, but not stored
    | 'never said' // stored, but not in the log
    | 'changed' // stored with another author or text than in the log
    | 'tables differ' // messages and changes disagree about a seq
    | 'gap' // a seq between two others that neither PostgreSQL nor the tail has
    | 'doubled' // one message at two seqs
    | 'out of order' // one person's messages stand in another order than in the log
    | 'other-seq' // PostgreSQL has another seq than Redis gave
    | 'unreadable' // a record below the stored offset that is neither an event nor a dead letter
  roomId: string
  where: string
}
