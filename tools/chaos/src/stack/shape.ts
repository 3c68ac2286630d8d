/** What a stack has that the common one does not. */
export interface StackShape {
  /** Kafka as in production: each record on three brokers, acknowledged by two. */
  brokers?: 3
  /** Kafka and PostgreSQL each keep their data on a file system that can be filled. */
  smallDisks?: true
  /** PostgreSQL has a replica that can take its place. */
  standby?: true
  /** It is broken for good in the end. */
  forOneScenario?: string
}
