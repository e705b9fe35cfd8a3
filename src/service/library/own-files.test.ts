// Which of the files that came are the model: what lies beside is not kept, whatever it is called.

import { describe, expect, it } from 'vitest';
import { ARCHIVE_LIMITS } from '../../ml/modules';
import { freshTextModel } from '../../ml/text/load';
import { MAX_MODEL_BYTES } from '../reviews/sizes';
import { bytesOf } from './fixture';
import { ofModel, ownFiles } from './own-files';
import { recognise } from './recognise';

const vocabulary = bytesOf(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'film', 'a', 'b'].join('\n'));
const combined = freshTextModel({ kind: 'combined', architecture: 'L-1_H-8_A-2', vocabulary, seed: 1 });

describe('the files of a model', () => {
  it('are without weights that lie beside, which are another model’s or none at all', async () => {
    const strange = ['model.safetensors', 'config.json', 'vocab.txt', 'ngram.bin', 'weights.safetensors', '../x'];
    const given = new Map([...combined, ...strange.map((name) => [name, bytesOf('no weights')] as const)]);
    const kept = ownFiles('text', given);
    expect([...kept.keys()]).toEqual([...combined.keys()]);
    const about = { name: 'model', format: 'files', bytes: 1, manifest: null, remarks: [] };
    await expect(ofModel('text', kept, about)).resolves.toMatchObject({ architecture: 'L-1_H-8_A-2' });
  });

  it('are refused where they are more together than is kept', async () => {
    const about = { name: 'large', format: 'archive', bytes: 1, manifest: {}, remarks: [] };
    // One memory seen twice: half a gigabyte is not made for it.
    const half = new Uint8Array(MAX_MODEL_BYTES / 2);
    const of = (more: Uint8Array) => new Map(Object.entries({ 'a.bin': half, 'b.bin': half, 'c.bin': more }));
    const none = new Uint8Array(0);
    await expect(ofModel('module', of(none), about)).resolves.toMatchObject({ preview: { kind: 'module' } });
    await expect(ofModel('module', of(half.subarray(0, 1)), about)).rejects.toMatchObject({
      code: 'too_large',
      message: expect.stringContaining('would take 513 MB together; a model of at most 512 MB can be kept'),
    });
  });

  it('are known by what is beside them', () => {
    const ngram = freshTextModel({ kind: 'ngram', architecture: '', vocabulary, seed: 1 });
    const beside = ['config.json', 'model.safetensors'].map((name) => [name, bytesOf('{}')] as const);
    expect([...ownFiles('text', new Map([...ngram, ...beside])).keys()]).toEqual(['ngram.bin']);
  });
});

describe('a lone JSON file', () => {
  const handed = (json: string, name = 'some.json') =>
    recognise({ kind: 'file', name, file: new Blob([json]) }, ARCHIVE_LIMITS);

  it('that is no mixture is not asked for what a mixture has', async () => {
    await expect(handed('{"a": 1}')).rejects.toThrow('“some.json” is no model. What can be read');
    await expect(handed('[1, 2]')).rejects.toThrow('“some.json” is no model.');
    await expect(handed('{"weights": [1]}')).rejects.toThrow('covariance_type');
  });

  it('of a model in several files is sent back for the others', async () => {
    for (const json of ['{"modelTopology": {}, "weightsManifest": []}', '{"model_type": "bert"}']) {
      await expect(handed(json, 'model.json')).rejects.toThrow('hand over the folder that has all of them');
    }
  });
});
