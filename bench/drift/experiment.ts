// The drift experiment, by the shipped models and the dataset that they come from: how many streams of film reviews
// raise a false alarm, and how soon product and restaurant reviews are noticed. Run by run.mjs; writes JSON.
// Arguments: --data <folder> --out <file> [--model <id>] [--streams N] [--shifted N]

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readCorpus } from '../../scripts/base-model/corpus';
import { pick } from '../../scripts/base-model/profile';
import { createWasmBackend } from '../../src/ml/compute/nn/wasm/create';
import { nodeNnEnv } from '../../src/ml/compute/nn/wasm/env.node';
import { judge } from '../../src/ml/drift/judge';
import { buildProfile } from '../../src/ml/drift/profile';
import { decodeProfile } from '../../src/ml/drift/profile-file';
import type { DriftTestName, Profile } from '../../src/ml/drift/types';
import { wilson } from '../../src/ml/metrics/binary';
import { Rng } from '../../src/ml/rng';
import { loadTextModel } from '../../src/ml/text/load';
import { readShipped, readShippedFile, readShippedFiles } from '../../src/service/reviews/shipped';
import { GrowingSample, observe, observed, type SeenText } from './observe';
import { type Kind, makeReview } from './texts';

const MODELS = fileURLToPath(new URL('../../public/models/', import.meta.url));
const ALPHA = 0.05;
const LENGTH = 1000;
/** Texts between looks. */
const STEP = 25;
/** Texts after which drift must be noticed. */
const SOON = 200;
/** Texts that somebody labels. */
const LABELLED = 0.3;
const REFERENCE = { texts: 2000, embedded: 500 };
/** Made reviews of a kind that streams are drawn from. */
const POOL = 600;
/** Sentences of a review that is as long as one of a film. */
const LONG = 18;
const SHIFTS: readonly {
  readonly name: string;
  readonly kind: Kind;
  readonly sentences?: number;
  readonly share: number;
}[] = [
  { name: 'product reviews', kind: 'products', share: 1 },
  { name: 'restaurant reviews', kind: 'restaurants', share: 1 },
  { name: 'product reviews as long as film reviews', kind: 'products', sentences: LONG, share: 1 },
  { name: 'restaurant reviews as long as film reviews', kind: 'restaurants', sentences: LONG, share: 1 },
  { name: 'one in two a product review, as long as film reviews', kind: 'products', sentences: LONG, share: 0.5 },
];

interface Found {
  /** Texts after which drift was first said; null: never. */
  readonly at: number | null;
  readonly by: readonly DriftTestName[];
}

export default async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string' },
      out: { type: 'string' },
      model: { type: 'string' },
      streams: { type: 'string', default: '200' },
      shifted: { type: 'string', default: '40' },
    },
  });
  if (!values.data || !values.out) throw new Error('Say where the dataset lies and where the results go.');
  const { validation } = readCorpus(values.data);
  const asset = async (path: string) => new Uint8Array(readFileSync(join(MODELS, path)));
  const nn = await createWasmBackend({ env: nodeNnEnv(), threads: 1 });
  const results = [];
  for (const shipped of (await readShipped(asset)).models) {
    if (!shipped.profile || (values.model && values.model !== shipped.id)) continue;
    const model = loadTextModel(nn, await readShippedFiles(shipped, asset, () => {}));
    const profile = decodeProfile(await readShippedFile(shipped.profile, asset));
    const inProfile = new Set(pick(validation));
    const films = await observe(model, validation);
    const others = films.filter((_, i) => !inProfile.has(validation[i]));
    console.log(`${shipped.name}: ${films.length} film reviews read, ${others.length} of them not in its profile`);
    const falseAlarms = alarmsOf(Number(values.streams), films, others, profile);
    const detection = [];
    for (const shift of SHIFTS) {
      const rng = new Rng(17);
      const pool = await observe(
        model,
        Array.from({ length: POOL }, () => makeReview(shift.kind, rng, shift.sentences)),
      );
      detection.push(detect(Number(values.shifted), shift, pool, others, profile));
    }
    model.dispose();
    results.push({ model: shipped.id, falseAlarms, detection });
  }
  const design = { alpha: ALPHA, length: LENGTH, step: STEP, labelled: LABELLED, reference: REFERENCE.texts };
  writeFileSync(values.out, JSON.stringify({ design, results }));
}

/** Looks at a stream again and again until drift is said. */
function watch(texts: readonly SeenText[], profile: Profile, rng: Rng): Found {
  const labels = texts.map(({ label }) => (rng.uniform() < LABELLED ? label : -1));
  const growing = new GrowingSample(texts, labels, profile);
  for (let n = STEP; n <= texts.length; n += STEP) {
    const { drifted, tests } = judge(profile, growing.first(n), { alpha: ALPHA, look: n });
    if (drifted) return { at: n, by: tests.filter((test) => test.drifted).map(({ name }) => name) };
  }
  return { at: null, by: [] };
}

/** Every other stream against the shipped profile, the others each against a reference of its own. */
function alarmsOf(streams: number, films: readonly SeenText[], others: readonly SeenText[], shipped: Profile) {
  const found = Array.from({ length: streams }, (_, stream) => {
    const rng = new Rng(1000 + stream);
    const own = stream % 2 === 1;
    const drawn = shuffled(own ? films : others, rng);
    const profile = own ? profileOf(drawn.slice(0, REFERENCE.texts), shipped) : shipped;
    const from = own ? REFERENCE.texts : 0;
    const alarm = { ...watch(drawn.slice(from, from + LENGTH), profile, rng), own };
    if (alarm.at) console.log(`false alarm in stream ${stream} after ${alarm.at}: ${alarm.by.join(', ')}`);
    else if (stream % 20 === 19) console.log(`${stream + 1} of ${streams} streams`);
    return alarm;
  });
  const count = (some: readonly Found[]) => some.filter(({ at }) => at !== null).length;
  const alarms = count(found);
  return {
    streams,
    alarms,
    share: alarms / streams,
    interval: wilson(alarms, streams),
    shippedReference: {
      streams: found.filter(({ own }) => !own).length,
      alarms: count(found.filter(({ own }) => !own)),
    },
    ownReference: { streams: found.filter(({ own }) => own).length, alarms: count(found.filter(({ own }) => own)) },
    by: tally(found),
  };
}

function profileOf(texts: readonly SeenText[], { known }: Profile): Profile {
  const strings = texts.map(({ text }) => text);
  return buildProfile(strings, observed(texts, REFERENCE.embedded), { about: '', known, learnt: false });
}

function detect(
  streams: number,
  { name, share }: (typeof SHIFTS)[number],
  pool: readonly SeenText[],
  films: readonly SeenText[],
  profile: Profile,
) {
  const found = Array.from({ length: streams }, (_, stream) => {
    const rng = new Rng(9000 + stream);
    const [made, real] = [shuffled(pool, rng), shuffled(films, rng)];
    const texts = Array.from({ length: SOON }, (_, i) => (rng.uniform() < share ? made[i] : real[i]));
    return watch(texts, profile, rng);
  });
  const delays = found.flatMap(({ at }) => at ?? []).sort((a, b) => a - b);
  const result = {
    ...{ name, streams, noticed: delays.length, within: SOON },
    /** Texts; null where fewer than half of the streams were noticed. */
    median: delays[Math.ceil(streams / 2) - 1] ?? null,
    latest: delays.length === streams ? delays[streams - 1] : null,
    by: tally(found),
  };
  console.log(`${name}: ${result.noticed} of ${streams} noticed, half of them after ${result.median}`);
  return result;
}

/** In how many streams each test said drift at the look at which it was first said. */
function tally(found: readonly Found[]): Partial<Record<DriftTestName, number>> {
  const counts: Partial<Record<DriftTestName, number>> = {};
  for (const name of found.flatMap(({ by }) => by)) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function shuffled<T>(items: readonly T[], rng: Rng): T[] {
  return Array.from(rng.shuffle(Uint32Array.from(items.keys())), (i) => items[i]);
}
