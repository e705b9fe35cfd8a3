// What jobs say of themselves, for people.

export function counted(count: number, what: string, many = `${what}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? what : many}`;
}

/** "1,600 train, 400 held out": parts that are empty are left out. */
export function partsInWords(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([part, count]) => `${count.toLocaleString('en')} ${part}`)
    .join(', ');
}
