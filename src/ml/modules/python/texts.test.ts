// The Python scripts of text models give the same scores as the product, and what they train the product can read. Where there
// is no python3 with NumPy this is passed over, and says so.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { presetConfig } from '../../bert/config';
import { withTensor } from '../../bert/safetensors.fixture';
import { createWasmBackend } from '../../compute/nn/wasm/create';
import { nodeNnEnv } from '../../compute/nn/wasm/env.node';
import { joinCombined } from '../../text/combined/files';
import { freshEncoder } from '../../text/encoder/model';
import { loadTextModel } from '../../text/load';
import type { ModelFiles } from '../../text/types';
import { judge } from '../../trainer/judge';
import { missing } from './testing/host.fixture';
import { bodyOf, expectClose, filesIn, moduleOf, scalarsIn, scratch, serve, train } from './testing/run-python.fixture';

const TEXTS = [
  'A warm, funny film that I will see again!',
  "I don't like it; the plot isn't there. Not good?",
  '',
  'ΟΔΥΣΣΕΥΣ Σ ΑΣΑ café naïve ÅNGSTRÖM Straße İstanbul ﬁne',
  '日本語の映画 🎬 zero\u200bwidth\u00a0space \ud800 end',
  'words '.repeat(700),
];

function shipped(model: string): Map<string, Uint8Array> {
  const folder = `public/models/${model}`;
  return new Map([...filesIn(folder)].filter(([name]) => name !== 'profile.bin'));
}

function post(): ModelFiles {
  const vocabulary = shipped('small').get('vocab.txt')!;
  const changes = { initializer_range: 0.2, hidden_act: 'gelu', max_position_embeddings: 64 } as const;
  return freshEncoder(presetConfig('L-2_H-16_A-2', 8192, changes), vocabulary, 5);
}

/** As transformers before 4.31 saved it. */
function withPositions(files: ModelFiles): ModelFiles {
  const about = { dtype: 'I64', shape: [1, 64] };
  const weights = withTensor(files.get('model.safetensors')!, 'bert.embeddings.position_ids', about, 8 * 64);
  return new Map(files).set('model.safetensors', weights);
}

function combined(): ModelFiles {
  const { 'combined.json': combination, ...encoder } = Object.fromEntries(shipped('small'));
  const text = new TextDecoder().decode(combination);
  return joinCombined({
    ...{ encoder: new Map(Object.entries(encoder)), ngram: shipped('nano') },
    combination: JSON.parse(text),
  });
}

const wasm = () => createWasmBackend({ env: nodeNnEnv(), threads: 1 });

async function scoresOf(files: ModelFiles): Promise<number[]> {
  const model = loadTextModel(await wasm(), files);
  return (await model.score(TEXTS)).map(({ score }) => score);
}

describe.skipIf(missing)('text models in Python', () => {
  it('give the same scores: the shipped ones, and a BERT as published', async () => {
    const models = [shipped('nano'), combined(), post(), withPositions(post())];
    const answers = await serve(models.map((files) => ({ folder: moduleOf('text', files), body: { texts: TEXTS } })));
    for (const [i, files] of models.entries()) {
      expectClose(JSON.parse(bodyOf(answers[i])).scores, await scoresOf(files), 1e-5);
    }
  });

  it('read and answer by media type', async () => {
    const folder = moduleOf('text', shipped('nano'));
    const [plain, none, image, wrong, deep, unnamed, strange] = await serve([
      { folder, body: 'A fine film.', type: 'text/plain; charset=utf-8', accepted: 'text/html;q=0.9, text/plain' },
      { folder, body: 'x', type: 'application/octet-stream', accepted: 'image/png' },
      { folder, body: 'x', type: 'image/png' },
      { folder, body: { texts: [1] } },
      { folder, body: '['.repeat(100_000), type: 'application/json' },
      { folder, body: { texts: null, text: 'fine' } },
      { folder, body: 'x', type: 'text/plain', accepted: 'text/csv;q=2, application/json;q=nan, text/plain' },
    ]);
    expect(Number(bodyOf(plain))).toBeGreaterThan(0.5);
    expect(none).toBeNull();
    expect(image).toEqual({ error: expect.stringContaining('UnsupportedType: image/png') });
    expect(wrong).toEqual({ error: expect.stringContaining('must be a text') });
    expect(JSON.parse(bodyOf(unnamed))).toEqual({ score: expect.any(Number) });
    // Wishes that are no numbers from 0 to 1 are none.
    expect(strange).toEqual([expect.any(String), 'text/plain']);
    expect(deep).toEqual({ error: expect.stringContaining('ValueError: The input is nested too deep') });
  });

  it('train on, and the product reads what they wrote', async () => {
    const csv = join(scratch, 'texts.csv');
    const rows = Array.from({ length: 12 }, (_, i) =>
      i % 2 ? `"the knob came off, ${i}",0` : `"the knob sits well, ${i}",1`,
    );
    writeFileSync(csv, `text,label\n${rows.join('\n')}\n`);
    const out = join(scratch, 'trained');
    const [log] = await train([
      { folder: moduleOf('text', combined()), args: [out, csv, '--epochs=4'], board: 'logs' },
    ]);
    expect(log).toContain('accuracy on the texts learnt from: 1.0000');
    const [answer] = await serve([{ folder: moduleOf('text', filesIn(out)), body: { texts: TEXTS } }]);
    expectClose(JSON.parse(bodyOf(answer)).scores, await scoresOf(filesIn(out)), 1e-5);
    const model = loadTextModel(await wasm(), filesIn(out));
    const texts = rows.map((row) => row.slice(1, row.lastIndexOf('"')));
    const logits = (await model.score(texts)).map(({ logit }) => logit);
    const { loss } = judge(
      logits,
      rows.map((row) => ({ label: Number(row.at(-1)) })),
    );
    expect(scalarsIn(join(out, 'logs'))).toEqual([
      ['loss_on_texts', 12, expect.closeTo(loss, 5)],
      ['accuracy_on_texts', 12, 1],
    ]);
    const [good, bad] = await model.score(['the knob sits well', 'the knob came off']);
    expect(good!.score).toBeGreaterThan(bad!.score);
  });
});
