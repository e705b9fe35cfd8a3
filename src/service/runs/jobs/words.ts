// What jobs say of themselves, for people.

export function counted(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
}

/** "1,600 train, 400 held out": parts that are empty are left out. */
export function partsInWords(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([part, count]) => `${count.toLocaleString('en')} ${part}`)
    .join(', ');
}
