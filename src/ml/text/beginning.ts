// Texts shown in part. Cut anywhere, one of emoji or of rare letters may end in half of one, which is drawn as "�".

/** At most so many UTF-16 units of it, and no half of a character at the end. */
export function beginningOf(text: string, most: number): string {
  return text.slice(0, most).replace(/\p{Surrogate}$/u, '');
}

/** The same, with an ellipsis where there is more. */
export function shortened(text: string, most: number): string {
  return text.length > most ? `${beginningOf(text, most)}…` : text;
}
