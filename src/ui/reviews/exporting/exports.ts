// The formats a dataset leaves in.

import type { ExportFormat } from '../../../wire/datasets';

export const EXPORTS: readonly { readonly format: ExportFormat; readonly label: string; readonly about: string }[] = [
  { format: 'archive', label: '.tar.gz', about: 'Folders of text files, as in aclImdb' },
  { format: 'csv', label: 'CSV', about: 'For spreadsheets; cells that they would run are disarmed' },
  { format: 'jsonl', label: 'JSONL', about: 'One JSON object a line, texts as they are' },
];

const ENDINGS: Readonly<Record<ExportFormat, string>> = { archive: '.tar.gz', csv: '.csv', jsonl: '.jsonl' };

/** A legal file name everywhere: letters and digits of any script stay. */
export function exportName(name: string, format: ExportFormat): string {
  const plain = name
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, 80);
  return `${plain || 'dataset'}${ENDINGS[format]}`;
}
