// Where the card about a point lies: beside the point where there is room, and within the plane always.

interface Size {
  readonly width: number;
  readonly height: number;
}

/** CSS pixels: between the point and the card, and between the card and the plane's edges. */
const GAP = 16;
export const EDGE = 8;

/** To the right of the point and below it; else on the other side; where there is room on neither, as far as the edge lets it. */
export function placeOf(
  spot: { readonly x: number; readonly y: number },
  plane: Size,
  card: Size,
): { readonly left: number; readonly top: number } {
  return {
    left: along(spot.x, plane.width, card.width),
    top: along(spot.y, plane.height, card.height),
  };
}

function along(at: number, room: number, length: number): number {
  const most = room - EDGE - length;
  const after = at + GAP;
  const wanted = after <= most ? after : at - GAP - length;
  return Math.max(EDGE, Math.min(wanted, most));
}
