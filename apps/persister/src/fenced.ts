/** The partition has another owner: nothing that this persister began there is stored. The process ends; the other one goes on. */
export class FencedError extends Error {
  constructor(readonly partition: number) {
    super(`partition ${partition} is stored by another persister`)
  }
}
