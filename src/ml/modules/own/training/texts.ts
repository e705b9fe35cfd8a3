// Tables with texts in them, and labelled texts to learn from, from files in the model's folder. Apart from ./tables.ts, whose
// rows of numbers take no library.

import Papa from 'papaparse';
import type { LabelledText } from '../../../text/types';
import { isLeftBySystem } from '../../paths';
import type { ModelDir } from '../../protocol';
import { textOf } from '../content';

/** The cells of a CSV file, without its empty lines. */
export async function readCells(dir: ModelDir, path: string): Promise<readonly (readonly string[])[]> {
  const text = textOf(await dir.read(path)).replace(/^\uFEFF/, '');
  return Papa.parse<string[]>(text, { delimiter: ',', skipEmptyLines: true }).data;
}

/** A CSV file with the columns text and label (0 or 1), or a folder with neg/ and pos/ of text files. @throws Error, in words */
export async function readTexts(dir: ModelDir, path: string): Promise<readonly LabelledText[]> {
  const all = new Set(await dir.list());
  const texts = all.has(path) ? await fromTable(dir, path) : await fromFolders(dir, path);
  for (const label of [0, 1]) {
    if (!texts.some((text) => text.label === label)) throw new Error('There must be texts of both labels.');
  }
  return texts;
}

async function fromTable(dir: ModelDir, path: string): Promise<LabelledText[]> {
  const [header = [], ...rows] = await readCells(dir, path);
  const [text, label] = ['text', 'label'].map((name) => header.indexOf(name));
  if (text < 0 || label < 0) throw new Error(`${path} needs the columns text and label.`);
  return rows.map((row, i) => {
    const value = row[label]?.trim();
    if (value !== '0' && value !== '1') {
      throw new Error(`Row ${i + 1} of ${path}: a label is 0 (negative) or 1 (positive).`);
    }
    return { text: row[text] ?? '', label: Number(value) };
  });
}

async function fromFolders(dir: ModelDir, path: string): Promise<LabelledText[]> {
  const texts: LabelledText[] = [];
  for (const [label, name] of ['neg', 'pos'].entries()) {
    const files = (await dir.list(`${path}/${name}`)).filter((file) => !isLeftBySystem(file));
    for (const file of files) texts.push({ text: textOf(await dir.read(file)), label });
  }
  if (texts.length === 0) throw new Error(`There is no file ${path} in the model, and no folder with neg/ and pos/.`);
  return texts;
}
