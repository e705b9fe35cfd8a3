// The Models page in words and addresses: its list found and sorted, figures told, the diagram, the options of an archive.

import { beforeEach, describe, expect, it } from 'vitest';
import type { LibraryModel, ModelLayer, ModelTensor } from '../../wire/library';
import { shapeOf } from '../components/layerNames';
import { arrange, FIRST_ARRANGEMENT, isFiltered } from './list/arrange';
import { columnsFor } from './list/columns';
import { costInWords } from './model/away/cost';
import { defaultsOf, type Options, requestOf } from './model/away/options';
import { drawingOf, inWords } from './model/structure/blocks';
import { histogramInWords } from './model/structure/Weights';
import { exampleOf, restOf, shownOf } from './model/try/request';
import { hashOf, type Place, placeAt } from './views';
import { formatsInWords, headlineOf, lockOf, sentenceOf } from './words';

let made = 0;
beforeEach(() => {
  made = 0;
});

function model(change: Partial<LibraryModel>): LibraryModel {
  made += 1;
  return {
    ...{
      id: `m${made}`,
      name: `Model ${made}`,
      kind: 'text',
      architecture: 'ngram',
      version: 1,
      parent: null,
      data: '',
    },
    ...{ metrics: {}, parameters: 10, bytes: 100, created_at: '2026-03-01T00:00:00Z', tags: [], note: '' },
    ...{ origin: 'saved', run: null, in_use: false, formats: ['archive', 'files', 'onnx'] },
    ...change,
  };
}

const layer = (name: string, parameters = 0): ModelLayer => ({ name, kind: name, output: ['batch', 4], parameters });

describe('the addresses of the page', () => {
  it('lead back to where they are from', () => {
    const places: readonly Place[] = [
      { view: 'list' },
      { view: 'model', id: 'a/b c' },
      { view: 'compare', ids: [] },
      { view: 'compare', ids: ['a', 'b'] },
    ];
    for (const place of places) expect(placeAt(hashOf(place).slice(1))).toEqual(place);
  });

  it('name two models to compare at most, and no model twice', () => {
    expect(placeAt('/models/compare?ids=a,a,b,c')).toEqual({ view: 'compare', ids: ['a', 'b'] });
    expect(placeAt('/models/%E0%A4%A')).toEqual({ view: 'model', id: '%E0%A4%A' });
  });
});

describe('the list', () => {
  it('is searched and sorted by the formats of other programs', () => {
    const models = [
      model({ name: 'Text', formats: ['archive', 'safetensors', 'huggingface', 'onnx'] }),
      model({ name: 'Group', formats: ['archive', 'sklearn', 'sklearn-code', 'numpy', 'onnx'] }),
      model({ name: 'Own', formats: ['archive'] }),
    ];
    expect(models.map(formatsInWords)).toEqual([
      'Hugging Face, ONNX, safetensors',
      'NumPy, ONNX, scikit-learn',
      'Archive',
    ]);
    expect(formatsInWords({ formats: ['archive', 'files', 'onnx', 'constructor'] })).toBe('ONNX');
    const found = arrange(models, { ...FIRST_ARRANGEMENT, text: 'scikit' });
    expect(found.map(({ name }) => name)).toEqual(['Group']);
    const sorted = arrange(models, { ...FIRST_ARRANGEMENT, sort: 'formats', descending: false });
    expect(sorted.map(({ name }) => name)).toEqual(['Own', 'Text', 'Group']);
  });

  it('is searched in all words of a model, and filtered by kind and tag', () => {
    const models = [
      model({ name: 'Reviews', tags: ['good'] }),
      model({ name: 'Penguins', kind: 'mixture', note: 'good ones' }),
      model({ name: 'Digits', kind: 'image' }),
    ];
    const names = (patch: object) => arrange(models, { ...FIRST_ARRANGEMENT, ...patch }).map(({ name }) => name);
    expect(names({})).toEqual(['Reviews', 'Penguins', 'Digits']);
    expect(names({ text: ' GOOD ' })).toEqual(['Reviews', 'Penguins']);
    expect(names({ text: 'good mixture' })).toEqual(['Penguins']);
    // Ids are found whole: "student 1" is not every model whose id has a 1 in it.
    expect(names({ text: 'm1' })).toEqual(['Reviews']);
    expect(names({ text: '3' })).toEqual([]);
    expect(names({ kind: 'image' })).toEqual(['Digits']);
    expect(names({ tag: 'good' })).toEqual(['Reviews']);
    expect(isFiltered(FIRST_ARRANGEMENT)).toBe(false);
  });

  it('is sorted with what is missing at the end, whichever way', () => {
    const models = [
      model({ name: 'b', parameters: null }),
      model({ name: 'a', parameters: 5 }),
      model({ name: 'c', parameters: 7 }),
    ];
    const names = (descending: boolean) =>
      arrange(models, { ...FIRST_ARRANGEMENT, sort: 'parameters', descending }).map(({ name }) => name);
    expect(names(true)).toEqual(['c', 'a', 'b']);
    expect(names(false)).toEqual(['a', 'c', 'b']);
  });

  it('has models of one figure together, from the best: low losses and high accuracies', () => {
    const models = [
      model({ name: 'loss 2', metrics: { loss: 2 } }),
      model({ name: 'accurate', metrics: { accuracy: 0.9, loss: 9 } }),
      model({ name: 'loss 1', metrics: { loss: 1 } }),
      model({ name: 'less', metrics: { accuracy: 0.8 } }),
      model({ name: 'none' }),
    ];
    const names = arrange(models, { ...FIRST_ARRANGEMENT, sort: 'figures' }).map(({ name }) => name);
    expect(names).toEqual(['accurate', 'less', 'loss 1', 'loss 2', 'none']);
  });
});

describe('the columns of the list', () => {
  const has = (models: readonly LibraryModel[]) => columnsFor(models).some(({ id }) => id === 'parent');
  it('name what a model was made from where one was', () => {
    expect(has([model({}), model({ parent: 'gone' })])).toBe(false);
    expect(has([model({ id: 'a' }), model({ parent: 'a' })])).toBe(true);
  });
});

describe('models in words', () => {
  it('say what a model is, how good, and why it cannot be deleted', () => {
    expect(sentenceOf(model({ parameters: 1234, bytes: 2048 }))).toBe(
      'Says how positive a text is, from 0 to 1, by 1,234 learnt numbers: 2.0 KB in all.',
    );
    expect(headlineOf({ metrics: { loss: 1, accuracy: 0.5 } })).toBe('accuracy');
    expect(headlineOf({ metrics: {} })).toBeNull();
    expect(shapeOf(['batch', 1024])).toBe('batch × 1,024');
    expect(lockOf(model({}))).toBeNull();
    expect(lockOf(model({ origin: 'shipped', name: 'Base' }))).toContain('“Base” comes with the app');
    expect(lockOf(model({ in_use: true }))).toContain('in use');
  });

  it('tell what a histogram shows', () => {
    const tensor: ModelTensor = {
      ...{ name: 'w', shape: [6], dtype: 'float32', mean: 0, std: 1, min: -1, max: 1 },
      counts: [1, 4, 1, 0],
    };
    expect(histogramInWords(tensor)).toBe('w: 6 numbers from −1 to 1, the most between −0.5000 and 0');
    expect(histogramInWords({ ...tensor, counts: [6], min: 2, max: 2 })).toBe('w: 6 numbers, all 2');
    expect(histogramInWords({ ...tensor, counts: [1], min: 2, max: 2 })).toBe('w: 1 number, all 2');
    expect(histogramInWords({ ...tensor, counts: [] })).toBe('w has no numbers');
  });

  it('tell what a precision costs', () => {
    const cost = {
      precision: 'int8',
      bytes: 1024,
      n: 64,
      changed: 1,
      largest_difference: 0.0123,
      accuracy: null,
      formats: [],
      data: '64 reviews',
    } as const;
    expect(costInWords(cost)).toBe(
      'Its files take 1.0 KB. Asked 64 reviews: 1 (1.6 %) is answered otherwise, and a score moves by 0.012 at most.',
    );
    expect(costInWords({ ...cost, accuracy: { before: 0.912, after: 0.9043 } })).toMatch(
      / at most\. 91\.2 % of its answers were right, and 90\.4 % are\.$/,
    );
    expect(costInWords({ ...cost, changed: 64 })).toContain('64 (100.0 %) are answered otherwise');
    expect(costInWords({ ...cost, changed: 0, largest_difference: 0 })).toContain('all are answered as before');
    const { n, largest_difference, accuracy } = cost;
    const tfjs = { id: 'tfjs', label: 'TensorFlow.js', n, changed: 4, largest_difference, accuracy };
    expect(costInWords({ ...cost, formats: [tfjs] })).toMatch(
      / by 0\.012 at most\. As TensorFlow\.js: 4 \(6\.3 %\) are answered otherwise, and a score moves by 0\.012 at most\.$/,
    );
    expect(costInWords({ ...cost, precision: 'float32', n: 0 })).toContain('as it is');
  });
});

describe('the diagram', () => {
  it('has a box for layers of one part, and each other layer for itself', () => {
    const layers = [
      layer('bert.embeddings.word_embeddings', 5),
      layer('bert.embeddings.LayerNorm', 1),
      layer('bert.encoder.layer.0.attention.self.query', 2),
      layer('bert.encoder.layer.0.output.dense', 3),
      layer('bert.encoder.layer.1.output.dense', 4),
      layer('classifier', 1),
    ];
    const { lanes, joined } = drawingOf(layers);
    expect(joined).toEqual([]);
    expect(lanes).toHaveLength(1);
    const seen = lanes[0].blocks.map(({ name, layers: count, parameters }) => [name, count, parameters]);
    expect(seen).toEqual([
      ['Embeddings', 2, 6],
      ['Transformer 1', 2, 5],
      ['Transformer 2', 1, 4],
      ['classifier', 1, 1],
    ]);
  });

  it('has halves beside each other, and what joins them after both', () => {
    const drawing = drawingOf([layer('encoder.classifier'), layer('ngram.score'), layer('combination')]);
    expect(drawing.lanes.map(({ name }) => name)).toEqual(['Encoder', 'Word counts']);
    expect(inWords(drawing)).toBe(
      'Diagram. Encoder: classifier; beside it Word counts: score; both go into combination.',
    );
  });
});

describe('the options of an archive', () => {
  const asked = (patch: Partial<Options>, kind: LibraryModel['kind'] = 'text') => {
    const defaults = defaultsOf({ kind });
    return requestOf({ ...defaults, ...patch }, defaults, 'float32');
  };

  it('are those of aimodellib at first, and only what differs is said', () => {
    expect(defaultsOf({ kind: 'text' })).toMatchObject({
      ...{ module: '', trainingScript: 'train.py', servingScript: 'serve.py', logDirectory: 'logs' },
      ...{ logNamingFormat: '%Y-%m-%dT%H-%M-%S.log', enableTensorboard: false, tensorboardDirectory: 'tb_logs' },
      output: 'model.tar.gz',
    });
    expect(asked({})).toEqual({ ok: true, request: { output: 'model.tar.gz' } });
    expect(asked({ servingScript: ' ', enableTensorboard: true })).toEqual({
      ok: true,
      request: { output: 'model.tar.gz', servingScript: null, enableTensorboard: true },
    });
  });

  it('say by what Python serves it; a module keeps its own', () => {
    const request = { output: 'model.tar.gz', python: 'onnxruntime' };
    expect(asked({ python: 'onnxruntime', trainingScript: '' }, 'image')).toEqual({ ok: true, request });
    expect(asked({ logDirectory: 'l' }, 'module')).toEqual({
      ok: true,
      request: { output: 'model.tar.gz', logDirectory: 'l' },
    });
  });

  it('are replaced by a manifest, which has to be an object', () => {
    expect(asked({ manifest: '{"module": "m", "mine": 1}', logDirectory: 'x' })).toEqual({
      ok: true,
      request: { output: 'model.tar.gz', manifest: { module: 'm', mine: 1 } },
    });
    expect(asked({ manifest: '[1]' })).toEqual({ ok: false, message: 'A manifest is one object: {"module": …}.' });
    expect(asked({ manifest: '{' })).toMatchObject({ ok: false, message: expect.stringContaining('no JSON') });
  });
});

describe('trying a model', () => {
  it('begins with something that it answers, as wide as it needs', () => {
    const means = { name: 'means', shape: [3, 2], dtype: 'float64', mean: 0, std: 0, min: 0, max: 0, counts: [] };
    const mixture = { kind: 'mixture', layers: [], tensors: [means] } as const;
    expect(exampleOf(mixture, 'application/json')).toBe('{"points":[[0,0],[1,1]]}');
    expect(exampleOf(mixture, 'text/csv')).toBe('0,0\n1,1');
    const stream = { kind: 'stream', layers: [{ ...layer('scaling'), output: ['rows', 3] }], tensors: [] } as const;
    expect(exampleOf(stream, 'application/json')).toBe('{"X":[[0,0,0],[1,1,1]]}');
  });

  it('can be done by REST, in JavaScript that stands as it is', () => {
    const json = { content_type: 'application/json', accepted: 'application/json' };
    const code = restOf('a b', json, '["it\'s", "two\\nlines"]');
    expect(code).toContain('await fetch("api/models/a%20b/predict", {');
    expect(code).toContain('.then((answer) => answer.json());');
    const body = /body: (.*),$/m.exec(code)?.[1];
    expect(JSON.parse(body ?? '')).toBe('["it\'s", "two\\nlines"]');
    const text = restOf('m', { content_type: 'image/png', accepted: '*/*' }, null);
    expect(text).toContain('body: file,');
    expect(text).toContain('answer.text()');
  });

  it('shows JSON in lines with its numbers together, other texts as they are, and hands over the rest', () => {
    const shown = (text: string, content_type: string) =>
      shownOf({ bytes: new TextEncoder().encode(text), content_type });
    expect(shown('{"a":[1,2.5],"b":"x"}', 'application/json')).toEqual({
      text: '{\n  "a": [ 1, 2.5 ],\n  "b": "x"\n}',
      cut: false,
    });
    expect(shown('{"a":', 'application/json')).toEqual({ text: '{"a":', cut: false });
    expect(shown('a,b\n1,2', 'text/csv; charset=utf-8')).toEqual({ text: 'a,b\n1,2', cut: false });
    expect(shown('x', 'application/octet-stream')).toHaveProperty('file');
    expect(shown('x'.repeat(30_000), 'text/plain')).toMatchObject({ cut: true });
  });
});
