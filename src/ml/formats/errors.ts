// The one error of formats: what in a model or a file is at fault, and what would be accepted.

/** A model that a format cannot hold, or a file that no model can be made from. `field` names the file or field at fault. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}
