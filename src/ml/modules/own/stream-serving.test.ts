// How rows for a model of a stream may be asked in JSON: as lists or as objects, whatever else stands beside them.

import { expect, it } from 'vitest';
import { learnt } from '../../formats/stream/learner.fixture';
import { memoryDir } from '../memory-dir';
import { streamModule } from './stream';

const module = streamModule();
const { files } = await learnt({}, { kind: 'regression' });
const model = await module.load(memoryDir(files));
const ROW = { time: 1.7e9, x: 0.5, y: 5 };

async function answer(body: unknown, type?: string): Promise<unknown> {
  const bytes = new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
  const output = await module.predict(await module.deserialize(bytes, type), model);
  const written = await module.serialize(output, undefined);
  return JSON.parse(new TextDecoder().decode(written?.bytes));
}

it('objects are read after other lists, and after any text', async () => {
  const expected = await answer([[1.7e9, 0.5, 5]]);
  const asked = [
    { columns: ['time', 'x', 'y'], X: [ROW] },
    { note: '['.repeat(300), rows: [ROW] },
    { ids: [[1, 2]], points: [ROW] },
    `${' '.repeat(300)}${JSON.stringify([ROW])}`,
  ];
  for (const body of asked) {
    expect(await answer(body, 'application/json; charset=utf-8')).toEqual(expected);
    expect(await answer(body)).toEqual(expected);
  }
});

it.each([
  [{ kind: 'regression' }, { predictions: [] }],
  [
    { kind: 'classification', n_classes: 3 },
    { labels: [], probabilities: [] },
  ],
] as const)('no rows have no answers, also of a model that was asked nothing before: %j', async (task, none) => {
  const fresh = await module.load(memoryDir((await learnt({}, task)).files));
  const asked = async (body: string, type: string) => {
    const output = await module.predict(await module.deserialize(new TextEncoder().encode(body), type), fresh);
    return JSON.parse(new TextDecoder().decode((await module.serialize(output, undefined))?.bytes));
  };
  expect(await asked('[]', 'application/json')).toEqual(none);
  expect(await asked('x,y,z\n', 'text/csv')).toEqual(none);
});

it('what is no row is refused in words', async () => {
  await expect(answer('[1', 'application/json')).rejects.toThrow('The input is not JSON');
  await expect(answer({ X: 3 })).rejects.toThrow('must be a list of rows');
  await expect(answer({ X: [{ time: 1 }] })).rejects.toThrow('Value 2 of row 1 is no finite number');
  await expect(answer('[[1]]', 'image/png')).rejects.toThrow('image/png is not read');
});
