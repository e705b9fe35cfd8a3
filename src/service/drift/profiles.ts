// Makes the profile of a model from the texts it was trained on: what reviews that come in later are compared with.
// Its bytes are kept with the model (storage/versions.ts); of the texts only figures and single words stay.

import { buildProfile } from '../../ml/drift/profile';
import { decodeProfile, encodeProfile } from '../../ml/drift/profile-file';
import { Rng } from '../../ml/rng';
import type { LabelledText } from '../../ml/text/types';
import type { ProfileRequest, TextHost } from '../reviews/host';

/** Texts that are looked at, and of how many embeddings are kept. */
const MAX_TEXTS = 2000;
export const MAX_EMBEDDED = 500;
/** Scored texts: as many as tell a distribution; scoring is what takes time. */
const MAX_SCORED = 1000;
/** With fewer texts held out from training, scores are those of the texts that were learnt from. */
const MIN_HELD_OUT = 50;
/** Texts in one question to the worker. */
export const PART = 32;
const SEED = 1;

/** What scores and embeds texts: a worker with the model in it, or a pool of such. */
export interface Reader {
  score(model: string, texts: readonly string[]): Promise<{ readonly scores: readonly { readonly score: number }[] }>;
  embed(model: string, texts: readonly string[]): ReturnType<TextHost['embed']>;
  profile(request: ProfileRequest): Promise<Uint8Array>;
}

export interface TrainedOn {
  readonly train: readonly LabelledText[];
  readonly held_out: readonly LabelledText[];
}

/**
 * The profile of a model that was trained on these texts, as bytes to be kept by `saveProfile`.
 * @param parent the profile of the model it came from, whose words it knows; null without one
 */
export async function profileFor(
  reader: Reader,
  model: string,
  data: TrainedOn,
  parent: Uint8Array | null,
): Promise<Uint8Array> {
  const { texts, scored } = choose(data);
  const contents = texts.map(({ text }) => text);
  const scores: number[] = [];
  for (const part of parts(contents.slice(0, scored))) {
    const found = await reader.score(model, part);
    scores.push(...found.scores.map(({ score }) => score));
  }
  const embeddings = await embedTexts(reader, model, contents.slice(0, MAX_EMBEDDED));
  const labels = Int8Array.from(texts, ({ label }) => (label === 0 || label === 1 ? label : -1));
  const n = data.train.length + data.held_out.length;
  const about = `the ${n.toLocaleString('en')} ${n === 1 ? 'text' : 'texts'} it was trained on`;
  return reader.profile({ texts: contents, scores: Float64Array.from(scores), labels, embeddings, about, parent });
}

/** At random; those whose scores count come first. */
function choose({ train, held_out }: TrainedOn): { texts: readonly LabelledText[]; scored: number } {
  const learnt = shuffled(train);
  const judged = shuffled(held_out);
  const enough = judged.length >= MIN_HELD_OUT;
  const texts = (enough ? [...judged.slice(0, MAX_SCORED), ...learnt] : [...learnt, ...judged]).slice(0, MAX_TEXTS);
  return { texts, scored: Math.min(enough ? judged.length : texts.length, MAX_SCORED) };
}

function shuffled(items: readonly LabelledText[]): LabelledText[] {
  const order = new Rng(SEED).shuffle(Uint32Array.from(items, (_, i) => i));
  return Array.from(order, (i) => items[i]);
}

async function embedTexts(reader: Reader, model: string, texts: readonly string[]) {
  const rows: Float32Array[] = [];
  let d = 0;
  for (const part of parts(texts)) {
    const found = await reader.embed(model, part);
    d = found.d;
    rows.push(found.data);
  }
  const data = new Float32Array(texts.length * d);
  let at = 0;
  for (const row of rows) {
    data.set(row, at);
    at += row.length;
  }
  return { d, data };
}

function* parts(texts: readonly string[]): Generator<readonly string[]> {
  for (let from = 0; from < texts.length; from += PART) yield texts.slice(from, from + PART);
}

/** The host's part of it: counting words takes a while. */
export function profileTexts({ texts, about, parent, ...observed }: ProfileRequest): Uint8Array {
  const known = parent ? decodeProfile(parent).known : [];
  return encodeProfile(buildProfile(texts, observed, { about, known, learnt: true }));
}
