// Where a row of a list goes at the press of a button in it, the focus goes on.

/** To the same button of the next row, or of the one before; without any, to what holds the list. Call it before the row goes. */
export function focusNext(button: HTMLElement): void {
  const row = button.closest('li');
  const neighbour = row?.nextElementSibling ?? row?.previousElementSibling;
  const next =
    neighbour?.querySelector<HTMLElement>(`[aria-label="${button.ariaLabel}"]`) ??
    row?.closest<HTMLElement>('[tabindex]');
  next?.focus();
}
