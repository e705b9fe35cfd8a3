// The one error of the encoder: which file, option or number is at fault, and what is accepted.

/** A configuration, weight file or option that no encoder can be made from. `field` names what is at fault. */
export class EncoderError extends Error {
  override readonly name = 'EncoderError';
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}
