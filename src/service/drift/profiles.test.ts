// Profiles of models trained here, made by a text host as the workers run it.

import { beforeAll, describe, expect, it } from 'vitest';
import { decodeProfile } from '../../ml/drift/profile-file';
import type { LabelledText } from '../../ml/text/types';
import { productReviews } from '../retrain/products.fixture';
import type { TextHost } from '../reviews/host';
import { readShipped, readShippedFile, readShippedFiles } from '../reviews/shipped';
import { nodeTextEnv } from '../reviews/text-env.node';
import { profileFor, type Reader } from './profiles';

let host: TextHost;
beforeAll(async () => {
  const env = nodeTextEnv();
  host = env.spawn('background', () => {}).host;
  await host.start({ kind: 'wasm', threads: 1 });
  for (const model of (await readShipped(env.asset)).models) {
    await host.load(model.id, await readShippedFiles(model, env.asset, () => {}));
  }
});

const make = async (
  train: readonly LabelledText[],
  held_out: readonly LabelledText[],
  parent: Uint8Array | null = null,
) => decodeProfile(await profileFor(host, 'nano', { train, held_out }, parent));

describe('a profile of a model trained here', () => {
  it('has scores and embeddings of what was held out, and words of everything', async () => {
    const { sample, about } = await make(productReviews(90, 1), productReviews(30, 2));
    expect([sample.n, sample.scores.length, sample.embeddings.n]).toEqual([120, 30, 30]);
    expect(about).toBe('the 120 texts of its training');
    const { scores } = await host.score(
      'nano',
      productReviews(30, 2).map(({ text }) => text),
    );
    const sorted = (values: Iterable<number>) => [...values].sort((a, b) => a - b);
    expect(sorted(sample.scores)).toEqual(sorted(scores.map(({ score }) => Math.fround(score))));
    // Labels stand by their scores: the first thirty are those held out, half of them positive.
    expect(sample.labels.slice(0, 30).reduce((sum, label) => sum + label, 0)).toBe(15);
  });

  it('has none where nothing was held out', async () => {
    const { sample } = await make(productReviews(40, 1), []);
    expect([sample.n, sample.scores.length, sample.embeddings.n]).toEqual([40, 0, 0]);
  });

  it('does not let what was held out drown what was learnt from, nor grow without end', async () => {
    const small = await make(productReviews(50, 1), productReviews(400, 2));
    expect([small.sample.n, small.sample.scores.length]).toEqual([150, 100]);
    const asked: number[] = [];
    const counting: Reader = {
      ...host,
      score: (id, texts) => {
        asked.push(texts.length);
        return host.score(id, texts);
      },
    };
    const data = { train: productReviews(3000, 1), held_out: productReviews(1500, 2) };
    const bytes = await profileFor(counting, 'nano', data, null);
    const { sample } = decodeProfile(bytes);
    expect([sample.n, sample.scores.length, sample.embeddings.n]).toEqual([2000, 1000, 500]);
    expect(Math.max(...asked)).toBeLessThanOrEqual(32);
    expect(bytes.length).toBeLessThan(250_000);
  });

  it('knows the words that the model it came from knows', async () => {
    const { asset } = nodeTextEnv();
    const [nano] = (await readShipped(asset)).models;
    if (!nano?.profile) throw new Error('nano has no profile.');
    const film = await readShippedFile(nano.profile, asset);
    const [alone, after] = [await make(productReviews(40, 1), []), await make(productReviews(40, 1), [], film)];
    const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(after.sample.unknown)).toBeLessThan(mean(alone.sample.unknown));
    expect(after.known.length).toBeGreaterThan(decodeProfile(film).known.length);
  });

  it('is the same for the same texts', async () => {
    const data = { train: productReviews(60, 1), held_out: productReviews(30, 2) };
    expect(await profileFor(host, 'nano', data, null)).toEqual(await profileFor(host, 'nano', data, null));
  });
});

it('comes with every shipped model, small enough, with texts that fit the model', async () => {
  const { asset } = nodeTextEnv();
  for (const { id, profile } of (await readShipped(asset)).models) {
    if (!profile) throw new Error(`${id} has no profile.`);
    const { sample, vocabulary, known, vocabulary_null } = decodeProfile(await readShippedFile(profile, asset));
    expect([sample.n, sample.scores.length, sample.embeddings.n]).toEqual([2000, 2000, 500]);
    const { d } = await host.embed(id, ['x']);
    expect(sample.embeddings.d).toBe(d);
    // Of its 500 embeddings each number takes a byte.
    expect(profile.bytes).toBeLessThanOrEqual(150_000 + 500 * d);
    const right = sample.scores.filter((score, i) => score >= 0.5 === (sample.labels[i] === 1)).length;
    expect(right / sample.n).toBeGreaterThan(0.9);
    expect([vocabulary.length, known.length]).toEqual([4000, 30_000]);
    expect(vocabulary_null?.length).toBeGreaterThan(3);
  }
});

describe('embeddings by the host', () => {
  const texts = ['', 'Good.', ...productReviews(20, 4).map(({ text }) => text), 'word '.repeat(900), '😀', '\ud800'];

  it.each(['nano', 'small'])('of %s come in the order asked, each as alone', async (model) => {
    const { d, data } = await host.embed(model, texts);
    expect(data.length).toBe(d * texts.length);
    for (const i of [0, 1, 7, 22, 24]) {
      const [text] = texts.slice(i, i + 1);
      const alone = await host.embed(model, [text ?? '']);
      for (let k = 0; k < d; k++) expect(data[i * d + k]).toBeCloseTo(alone.data[k] ?? Number.NaN, 3);
    }
  });

  it('of nothing are nothing', async () => {
    expect((await host.embed('nano', [])).data).toHaveLength(0);
  });
});
