// What a file that leaves is called after.

/** Units, and bytes of UTF-8: most systems' names end at 255 of either, and some of that is an ending's. */
const [LONGEST, MOST_BYTES] = [150, 200];
/** What Windows takes for a device, whatever comes after a dot. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** A name as file systems anywhere take it, without an ending; `otherwise` where nothing is left of it. */
export function fileStem(name: string, otherwise: string): string {
  const plain = name.normalize('NFC').replace(/[\\/:*?"<>|\p{C}\s]+/gu, '-');
  const stem = shortened(plain).replace(/^[.-]+|-+$/g, '');
  return stem.replace(DEVICE, '_$&') || otherwise;
}

/** As many of its characters as there is room for, none of them halved. */
function shortened(text: string): string {
  const encoder = new TextEncoder();
  let [kept, bytes] = ['', 0];
  for (const character of text) {
    bytes += encoder.encode(character).length;
    if (bytes > MOST_BYTES || kept.length + character.length > LONGEST) break;
    kept += character;
  }
  return kept;
}
