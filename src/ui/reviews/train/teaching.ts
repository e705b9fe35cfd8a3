// A table or an archive to learn from: it is imported as a dataset, at once where it shows what its labels are.

import { service } from '../../../client';
import { attempted } from '../../components/attempt';
import { begin, chooseAgain, offer } from '../datasets/import/importing';
import type { Offer } from '../datasets/import/sources';
import { type Ready, useDatasets } from '../datasets/store';
import { changeLesson } from '../store';

/** Shows the choices where they must be made. Never rejects. */
export async function learnFrom(found: Offer): Promise<void> {
  if (!(await offer('lesson', found))) return;
  const form = useDatasets.getState().forms.lesson;
  if (form.stage === 'ready' && isPlain(form)) await importLesson();
}

/** By the choices as they are. */
export async function importLesson(): Promise<void> {
  const id = await begin('lesson');
  if (id !== undefined) changeLesson({ dataset: id });
}

/** What was imported goes again, to be read by other choices. */
export async function chooseOtherwise(): Promise<void> {
  const { lesson } = useDatasets.getState().begun;
  if (!lesson || !(await attempted('take the dataset back', () => service.datasets.remove(lesson.id)))) return;
  changeLesson({ dataset: null });
  chooseAgain('lesson');
}

/** Folders say what is what, and so does a column whose values are known for labels. */
function isPlain({ peek, columns }: Ready): boolean {
  if (peek.kind === 'texts') return true;
  return columns?.label != null && peek.columns[columns.label]?.meanings != null;
}
