// The one error of the mixture mathematics: which input is at fault and what would be accepted.

/** Parameters, options or points that no mixture can be fitted from. `field` names the option or input at fault. */
export class MixtureError extends Error {
  override readonly name = 'MixtureError';
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

/** For a saved fit of so many columns, before it is gone on with. */
export function requireColumns(saved: number, points: number): void {
  if (saved === points) return;
  throw new MixtureError('points', `The saved fit has ${saved} dimensions, but the points have ${points}.`);
}
