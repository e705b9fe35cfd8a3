// What a file that leaves is called after.

const LONGEST = 150;

/** A name as file systems anywhere take it, without an ending; `otherwise` where nothing is left of it. */
export function fileStem(name: string, otherwise: string): string {
  const stem = name
    .normalize('NFC')
    .replace(/[\\/:*?"<>|\p{C}\s]+/gu, '-')
    .slice(0, LONGEST)
    .replace(/^[.-]+|-+$/g, '');
  return stem || otherwise;
}
