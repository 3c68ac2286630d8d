/** The differences of a stack from the common one. */
export interface StackShape {
  /** Kafka as in production: each record on three brokers, acknowledged by two. */
  brokers?: 3
  /** Kafka and PostgreSQL each keep their data on a file system that a scenario can fill. */
  smallDisks?: true
  /** PostgreSQL has a replica that can take over. */
  standby?: true
  /** The scenario breaks it for good. */
  forOneScenario?: string
}
