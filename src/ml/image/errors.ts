// The one error of image models: which option or data is at fault, and what is accepted.

/** A model, options or data that cannot be used. `field` names what is at fault. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}
