// The API page's reading of openapi.json, against the real document.

import { describe, expect, it, vi } from 'vitest';
import { openApiDocument } from '../../wire/openapi';
import { fileName, indent, send } from './request';
import { asFetch, bodyOf, fieldsOf, inWords, readSpec, urlOf } from './spec';

const spec = readSpec(openApiDocument('/sub/api', '1.2.3'));
const operations = spec.groups.flatMap((group) => group.operations);
const named = (id: string) => operations.find(({ operationId }) => operationId === id) ?? expect.fail(`no ${id}`);

describe('the description as the page reads it', () => {
  it('has every route in exactly one group', () => {
    expect(spec.prefix).toBe('/sub/api');
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    expect(operations.length).toBeGreaterThan(30);
    expect(spec.groups.every((group) => group.operations.length > 0)).toBe(true);
  });

  it('says what the fields of a body are', () => {
    const body = bodyOf(named('train'));
    const fields = body?.type === 'json' ? fieldsOf(body.content.schema) : [];
    const field = (name: string) => fields.find((candidate) => candidate.name === name);
    expect(field('points')).toMatchObject({ required: true, type: 'list of lists of numbers' });
    expect(field('n_components')).toMatchObject({ required: false, type: 'whole number, from 1 to 20' });
    expect(field('method')?.type).toBe('one of em, incremental, gradient');
    expect(field('epochs')?.type).toBe('"auto" or whole number, from 1 to 100000');
    expect(field('forgetting')?.type).toBe('number, above 0 to 1');
    expect(field('precisions_init')?.type).toBe('list of numbers or lists of numbers');
  });

  it('says what the fields are of a body that may have several forms', () => {
    const fields = (id: string) => {
      const body = bodyOf(named(id));
      return body?.type === 'json'
        ? fieldsOf(body.content.schema).map(({ name, type, required }) => [name, type, required])
        : [];
    };
    expect(fields('scoreReviews')).toEqual([
      ['text', 'text', false],
      ['model', 'text', false],
      ['texts', 'list of texts', false],
    ]);
    expect(fields('addReviews').map(([name]) => name)).toEqual(['text', 'sentiment', 'rating', 'ref', 'reviews']);
    const form = (required: string[]) => ({ properties: { a: { type: 'string' } }, required });
    expect(fieldsOf({ anyOf: [form(['a']), form(['a'])] })).toMatchObject([{ name: 'a', required: true }]);
    // Anything goes.
    expect(fields('predictWithModel')).toEqual([]);
  });

  it('says what is in objects, alone and in lists', () => {
    const type = (id: string, field: string) => {
      const body = bodyOf(named(id));
      const fields = body?.type === 'json' ? fieldsOf(body.content.schema) : [];
      return fields.find(({ name }) => name === field)?.type;
    };
    expect(type('trainTextModel', 'reviews')).toBe('list of objects of text, sentiment');
    expect(type('createTextModel', 'size')).toBe('object of layers, hidden, heads');
    expect(type('configureStream', 'detectors')).toMatch(/^list of texts, each one of adwin, /);
  });

  it('knows files, and routes without a body', () => {
    expect(bodyOf(named('restore'))).toEqual({ type: 'file' });
    expect(bodyOf(named('clear'))).toBeNull();
    expect(named('restore')['x-irreversible']).toBe(true);
    expect(named('train')['x-irreversible']).toBeUndefined();
  });

  it('says something for any schema', () => {
    expect(inWords({})).toBe('anything');
    expect(inWords({ anyOf: [{ type: 'number', exclusiveMinimum: 0 }, { type: 'null' }] })).toBe(
      'number, above 0 or null',
    );
  });
});

describe('requests', () => {
  it('put what was entered into the address, escaped', () => {
    expect(urlOf('/api', named('deleteModel'), { id: 'a/b c' })).toBe('/api/models/a%2Fb%20c');
    expect(urlOf('/api', named('csv'), { responsibilities: 'true' })).toBe('/api/points/csv?responsibilities=true');
    expect(urlOf('/api', named('csv'), { responsibilities: '' })).toBe('/api/points/csv');
    // It stands between apostrophes in the code that is copied.
    expect(urlOf('/api', named('deleteModel'), { id: "a'b" })).toBe('/api/models/a%27b');
  });

  it('can be copied as code that runs', () => {
    expect(asFetch('/api/ping', named('ping'), null)).toBe("await (await fetch('/api/ping')).json()");
    expect(asFetch('/api/points/csv', named('csv'), null)).toMatch(/\.text\(\)$/);
    const code = asFetch('/api/sample', named('sample'), '{"n": 3,\n "seed": 1}');
    const options: unknown = new Function(`return ${code.slice(code.indexOf('{'), code.lastIndexOf('}') + 1)}`)();
    expect(options).toEqual({
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"n": 3,\n "seed": 1}',
    });
  });
});

describe('answers', () => {
  it('are indented, with lists of numbers on one line, and say the same', () => {
    const value = {
      points: [
        [1, -2.5e-7],
        [3, 4],
      ],
      name: 'a [ 1, 2 ]',
      empty: [],
      nested: [[[1]]],
      none: null,
    };
    const text = indent(JSON.stringify(value));
    expect(JSON.parse(text)).toEqual(value);
    expect(text).toContain('[1, -2.5e-7]');
    expect(text.split('\n')).toContain('  "name": "a [ 1, 2 ]",');
  });
});

it('are shown as they came where they are no JSON after all', async () => {
  const answers = (text: string, type: string) => {
    vi.stubGlobal('fetch', async () => new Response(text, { headers: { 'Content-Type': type } }));
    return send('/api/x', named('ping'), null);
  };
  const lines = '{"id":1}\n{"id":2}\n';
  expect((await answers(lines, 'application/jsonl')).content).toEqual({ text: lines, cut: false });
  expect((await answers('', 'application/json')).content).toEqual({ text: '', cut: false });
  const indented = await answers('{"id":1}', 'application/json; charset=utf-8');
  expect(indented.content).toEqual({ text: '{\n  "id": 1\n}', cut: false });
  vi.unstubAllGlobals();
});

it('names a file by what the answer says of itself', () => {
  const named = (headers: Record<string, string>) => fileName(new Headers(headers), 'exportRun');
  const disposition = "attachment; filename*=UTF-8''two%20groups.csv";
  expect(named({ 'Content-Type': 'application/gzip', 'Content-Disposition': disposition })).toBe('two groups.csv');
  expect(named({ 'Content-Type': 'application/gzip' })).toBe('millrace-exportRun.tar.gz');
  expect(named({ 'Content-Type': 'application/octet-stream' })).toBe('millrace-exportRun');
});
