// Buttons that come and go as possible: one that is not keeps its place and the focus it may have, and does nothing.
// (A disabled one would drop the focus, and a keyboard would have to find its way back.)

interface PossibleProps {
  readonly 'aria-disabled'?: true;
  /** Looks disabled, as Mantine's buttons do. */
  readonly 'data-disabled'?: true;
  readonly onClick: () => void;
}

/** Props for a Button or an ActionIcon that submits no form. */
export function whenPossible(possible: boolean, onClick: () => void): PossibleProps {
  return possible ? { onClick } : { 'aria-disabled': true, 'data-disabled': true, onClick: nothing };
}

function nothing(): void {}
