// Numbers in sentences.

/** "1 text", "3 texts". */
export function plural(count: number, one: string): string {
  return `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`;
}

/** 0.915 → "91.5 %", 0.75 → "75 %". */
export function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}
