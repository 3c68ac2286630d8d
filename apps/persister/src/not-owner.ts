/** The partition has another owner: what this one began is not stored. The process ends; the other one goes on. */
export class NotOwnerError extends Error {
  constructor(readonly partition: number) {
    super(`partition ${partition} is stored by another persister`)
  }
}
