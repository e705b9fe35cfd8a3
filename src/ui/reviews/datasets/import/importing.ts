// From what people hand over to an import: look at it, let them choose, begin. Errors of a source are shown where it
// was chosen; nothing of it is kept.

import { service } from '../../../../client';
import type { ImportColumns, ImportRequest } from '../../../../wire/datasets';
import { attempt } from '../../../components/attempt';
import { wordsOf } from '../../../components/errors';
import { plural } from '../../../components/format';
import { showDone } from '../../../components/notify';
import { askToKeep } from '../../keeping';
import { heardBegun } from '../../language/arrivals';
import { CHOOSE, type Into, type Ready, type Refusal, setForm, useDatasets } from '../store';
import type { Offer } from './sources';

/** What each form works on; a new source, or closing the form, gives the last one up. */
const work: Record<Into, AbortController> = {
  dataset: new AbortController(),
  reviews: new AbortController(),
  lesson: new AbortController(),
};

/** Looks at what was handed over; true once the choices for it are shown, false where it was refused. Never rejects. */
export async function offer(into: Into, { name, folder, gather }: Offer): Promise<boolean> {
  const { signal } = renew(into);
  setForm(into, { stage: 'gathering', name, found: 0 });
  try {
    const source = await gather((found) => setForm(into, { stage: 'gathering', name, found }), signal);
    signal.throwIfAborted();
    setForm(into, { stage: 'peeking', name });
    const peek = await service.datasets.peek(source);
    if (signal.aborted) return false;
    const columns = peek.kind === 'table' ? (peek.guess ?? FIRST_COLUMN) : null;
    const naming = { folder, name: datasetName(name) };
    setForm(into, { stage: 'ready', source, peek, ...naming, columns, starting: false });
    return true;
  } catch (error) {
    if (!signal.aborted) setForm(into, { stage: 'choose', refusal: refusalOf(name, error) });
    return false;
  }
}

/** Gives up what is chosen or looked at; a running import goes on. */
export function closeForm(into: Into): void {
  renew(into);
  setForm(into, CHOOSE);
}

export function change(into: Into, part: Partial<Pick<Ready, 'name' | 'columns'>>): void {
  const form = useDatasets.getState().forms[into];
  if (form.stage === 'ready') setForm(into, { ...form, ...part });
}

/** Resolves with the id of what comes of it once the import has begun; where it cannot, the choices stay. */
export async function begin(into: Into): Promise<string | undefined> {
  const form = useDatasets.getState().forms[into];
  if (form.stage !== 'ready' || form.starting) return undefined;
  const { signal } = work[into];
  setForm(into, { ...form, starting: true });
  const name = form.name.trim() || datasetName('');
  const kind = into === 'reviews' ? 'reviews' : 'dataset';
  const id = await startImport({ source: form.source, name, into: kind, columns: form.columns });
  // Here, not in startImport: samples are nobody's loss.
  if (id !== undefined) void askToKeep();
  if (id !== undefined && into === 'reviews') heardBegun(id, useDatasets.getState().state?.importing);
  if (signal.aborted) return id;
  setForm(into, id === undefined ? { ...form, starting: false } : CHOOSE);
  if (id !== undefined) useDatasets.setState(({ begun }) => ({ begun: { ...begun, [into]: { id, form } } }));
  return id;
}

/** After an import failed: its choices, to be made otherwise. */
export function chooseAgain(into: Into): void {
  const begun = useDatasets.getState().begun[into];
  if (begun) setForm(into, begun.form);
}

/** An import without any questions; undefined where it could not begin. */
export function startImport(request: ImportRequest): Promise<string | undefined> {
  return attempt(`import ${request.name}`, () => service.datasets.import(request));
}

export function cancelImport(): Promise<unknown> {
  return attempt('cancel the import', () => service.datasets.cancelImport());
}

/** The reviews that the last import brought go again. */
export async function takeBackImport(): Promise<void> {
  const removed = await attempt('take the reviews back', () => service.datasets.takeBackImport());
  if (removed !== undefined) showDone('Taken back', `${plural(removed, 'review')} went again.`);
}

/** "aclImdb_v1.tar.gz" → "aclImdb_v1". */
export function datasetName(source: string): string {
  const last = source.split(/[?#]/)[0]!.split('/').filter(Boolean).at(-1) ?? '';
  return last.replace(/(\.(tar|csv|tsv|txt|jsonl|ndjson|json|zip|tgz|gz))+$/i, '').slice(0, 100) || 'Texts';
}

const FIRST_COLUMN: ImportColumns = { text: 0, label: null, split: null, positive: null };

function renew(into: Into): AbortController {
  work[into].abort();
  work[into] = new AbortController();
  return work[into];
}

function refusalOf(name: string, error: unknown): Refusal {
  return { name, message: wordsOf(error), link: foreignAddress(name) };
}

/** The name as an address of another site, which the app may not fetch from; null for any other name. */
function foreignAddress(name: string): string | null {
  const url = URL.canParse(name) ? new URL(name) : null;
  const foreign = url && /^https?:$/.test(url.protocol) && url.origin !== globalThis.location?.origin;
  return foreign ? url.href : null;
}
