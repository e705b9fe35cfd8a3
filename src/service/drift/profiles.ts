// Makes the profile of a model from the texts it was trained on: what reviews that come in later are compared with.
// Its bytes are kept with the model (storage/versions.ts); of the texts only figures and single words stay.

import { buildProfile } from '../../ml/drift/profile';
import { decodeProfile, encodeProfile } from '../../ml/drift/profile-file';
import { Rng } from '../../ml/rng';
import type { LabelledText } from '../../ml/text/types';
import type { ProfileRequest, TextHost } from '../reviews/host';

const MAX_TEXTS = 2000;
export const MAX_EMBEDDED = 500;
/** Texts that are scored: as many as tell a distribution; scoring is what takes time. */
const MAX_SCORED = 1000;
/** Texts held out are no more than those learnt from, or so many: they must not drown them. */
const FEW = 100;
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
 * The profile of a model that was trained on these texts, as bytes to be kept by `saveProfile`. Scores and embeddings
 * are those of texts held out alone, however few: of what it has learnt from, a model is surer than of what comes
 * (against 40 texts learnt from, scores of others like them differ with p < 0.05 in 22 of 40 runs).
 * @param parent the profile of the model it came from, whose words it knows; null without one
 */
export async function profileFor(
  reader: Reader,
  model: string,
  data: TrainedOn,
  parent: Uint8Array | null,
): Promise<Uint8Array> {
  const { texts, judged } = choose(data);
  const contents = texts.map(({ text }) => text);
  const scores: number[] = [];
  for (const part of parts(contents.slice(0, judged))) {
    const found = await reader.score(model, part);
    scores.push(...found.scores.map(({ score }) => score));
  }
  const embeddings = await embedTexts(reader, model, contents.slice(0, Math.min(judged, MAX_EMBEDDED)));
  const labels = Int8Array.from(texts, ({ label }) => (label === 0 || label === 1 ? label : -1));
  const n = data.train.length + data.held_out.length;
  const about = `the ${n.toLocaleString('en')} ${n === 1 ? 'text' : 'texts'} of its training`;
  return reader.profile({ texts: contents, scores: Float64Array.from(scores), labels, embeddings, about, parent });
}

/** At random; the first `judged` of them were held out. */
function choose({ train, held_out }: TrainedOn): { texts: readonly LabelledText[]; judged: number } {
  const judged = Math.min(held_out.length, MAX_SCORED, Math.max(FEW, train.length));
  const texts = [...shuffled(held_out).slice(0, judged), ...shuffled(train)].slice(0, MAX_TEXTS);
  return { texts, judged };
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
