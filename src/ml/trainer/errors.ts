// The one error of training: which option or data is at fault, and what is accepted.

/** Options or data that no training can be made from. `field` names what is at fault. */
export class TrainError extends Error {
  override readonly name = 'TrainError';
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}
