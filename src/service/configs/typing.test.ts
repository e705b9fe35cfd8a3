// Help while typing: where the cursor is, what may stand there; and changes that leave what people wrote.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  CONFIG_KINDS,
  completeText,
  completionsAt,
  configFrom,
  cursorAt,
  duplicateConfig,
  editConfig,
  readYaml,
  resolveConfig,
  writeConfig,
} from '.';
import { nearest } from './nearest';
import { type JsonSchema, jsonSchemaOf, schemaFor, schemasAt } from './schema';

/** The place marked by | in the text. */
function at(marked: string) {
  const before = marked.slice(0, marked.indexOf('|')).split('\n');
  return cursorAt(marked.replace('|', ''), before.length, before[before.length - 1].length + 1);
}

function completions(text: string, path: readonly (string | number)[]) {
  const read = readYaml(text);
  return completionsAt(read.ok ? read.value : null, path);
}

describe('the cursor', () => {
  it.each([
    ['|', 'key', [], ''],
    ['ki|', 'key', [], 'ki'],
    ['kind: |', 'value', ['kind'], ''],
    ['kind: im|age', 'value', ['kind'], 'im'],
    ['trainer:\n  |', 'key', ['trainer'], ''],
    ['trainer:\n  epochs: 1\n\n  # so\n  opt|', 'key', ['trainer'], 'opt'],
    ['trainer:\n  checkpoint:\n    save|\n  x: 1', 'key', ['trainer', 'checkpoint'], 'save'],
    ['trainer:\n  checkpoint:\n    save_last: |', 'value', ['trainer', 'checkpoint', 'save_last'], ''],
    ['trainer:\n  epochs: 1\nmod|', 'key', [], 'mod'],
    ['trainer:\n  metrics: [acc, f|', 'value', ['trainer', 'metrics'], 'f'],
    ['trainer:\n  metrics:\n    - acc\n    - f|', 'value', ['trainer', 'metrics'], 'f'],
    ['trainer:\n  metrics:\n  - f|', 'value', ['trainer', 'metrics'], 'f'],
    ['tags:\n- |', 'value', ['tags'], ''],
    ['"kind": |', 'value', ['kind'], ''],
    ['data:\n  drift: { kind: ab|', 'value', ['data', 'drift', 'kind'], 'ab'],
    ['data:\n  drift: { kind: abrupt, po|', 'key', ['data', 'drift'], 'po'],
    ['data: {drift: {kind: abrupt}, so|', 'key', ['data'], 'so'],
    ['data: {drift: {kind: abrupt, |', 'key', ['data', 'drift'], ''],
    ['trainer: { metrics: [acc, f|', 'value', ['trainer', 'metrics'], 'f'],
    ['trainer: { metrics: [acc], |', 'key', ['trainer'], ''],
    ['name: "a {b, c: |', 'value', ['name'], '"a {b, c: '],
  ])('in %j is at a %s of %j', (text, kind, path, prefix) => {
    expect(at(text)).toEqual({ at: kind, path, prefix });
  });

  it('in a comment is nowhere', () => {
    expect(at('kind: image # of |')).toBeNull();
  });
});

describe('completion', () => {
  it('begins with the kind, and knows the others of it later', () => {
    expect(completions('', []).keys).toEqual([
      {
        key: 'kind',
        description: 'What is trained.',
        default: null,
        accepts: 'mixture, text, stream, image',
        section: false,
      },
    ]);
    expect(completions('', ['kind']).values).toEqual([...CONFIG_KINDS]);
    expect(completions('kind: image', ['kind']).values).toEqual([...CONFIG_KINDS]);
  });

  it('has the keys that are not there yet, with what they mean, accept and are if left out', () => {
    const { keys } = completions('kind: image\ntrainer:\n  epochs: 3\n', ['trainer']);
    expect(keys.map(({ key }) => key)).not.toContain('epochs');
    expect(keys.find(({ key }) => key === 'optimizer')).toEqual({
      key: 'optimizer',
      description: 'How weights follow the gradient.',
      default: 'adam',
      accepts: 'sgd, momentum, adam, adamw',
      section: false,
    });
    expect(keys.find(({ key }) => key === 'early_stopping')).toMatchObject({
      default: 'null',
      accepts: 'a whole number from 1 to 1,000, or null',
    });
    expect(keys.find(({ key }) => key === 'metrics')).toMatchObject({
      accepts: 'a list of acc, f1, precision, recall, top_3_acc',
    });
    expect(keys.find(({ key }) => key === 'checkpoint')).toMatchObject({ section: true, default: null });
  });

  it('has the values of a place', () => {
    expect(completions('kind: image', ['trainer', 'optimizer']).values).toEqual(['sgd', 'momentum', 'adam', 'adamw']);
    expect(completions('kind: image', ['model', 'channels']).values).toEqual(['1', '3']);
    expect(completions('kind: image', ['data', 'augmentation', 'flip']).values).toEqual(['true', 'false']);
    expect(completions('kind: image', ['trainer', 'metrics', 0]).values).toContain('f1');
    expect(completions('kind: stream', ['data', 'drift', 'kind']).values).toContain('gradual');
    expect(completions('kind: text', ['trainer', 'trainable', 'kind']).values).toEqual(['all', 'head', 'top', 'lora']);
    expect(completions('kind: image', ['nowhere', 'at all'])).toEqual({ keys: [], values: [], description: '' });
  });

  it('works on text that is being typed', () => {
    const keysIn = (marked: string) => {
      const before = marked.slice(0, marked.indexOf('|')).split('\n');
      const found = completeText(marked.replace('|', ''), before.length, before[before.length - 1].length + 1);
      return found?.keys.map(({ key }) => key) ?? [];
    };
    expect(keysIn('kind: image\ntrainer:\n  epochs: 1\n  opt|')).toContain('optimizer');
    expect(keysIn('kind: image\ntrainer:\n  epochs: 1\n  opt|')).not.toContain('epochs');
    expect(keysIn('kind: image\nname: "open\ntrainer:\n  opt|')).toContain('optimizer');
    expect(keysIn('kind: stream\ndata: {drift: {kind: abrupt, p|')).toContain('position');
    expect(keysIn('# kind: |')).toEqual([]);
    expect(completeText('kind: ', 1, 7)?.values).toEqual([...CONFIG_KINDS]);
  });

  it('follows what the model section says', () => {
    const rate = (model: string) => {
      const { keys } = completions(`kind: text\nmodel: ${model}`, ['trainer']);
      return keys.find(({ key }) => key === 'learning_rate')?.default;
    };
    expect([rate('{}'), rate('{base: base}')]).toEqual(['0.0005', '0.00003']);
  });

  it('offers only what is accepted, at every place of every kind', () => {
    for (const kind of CONFIG_KINDS) {
      const schema = jsonSchemaOf(schemaFor({ kind })!);
      const leaves = (path: string[]): string[][] => {
        const keys = schemasAt(schema, path).flatMap(({ properties }: JsonSchema) => Object.keys(properties ?? {}));
        return keys.length === 0 ? [path] : keys.flatMap((key) => leaves([...path, key]));
      };
      for (const path of leaves([])) {
        const { values, description } = completionsAt({ kind }, path);
        if (path[0] !== 'kind') expect(description, path.join('.')).not.toBe('');
        for (const value of values) {
          const resolved = resolveConfig(`kind: ${kind}`, [`${path.join('.')}=${value}`]);
          // Other fields may have to follow; the value itself is never what is wrong.
          const wrong = resolved.ok ? [] : resolved.problems.map(({ message }) => message);
          expect(
            wrong.filter((message) => message.includes(', not ')),
            `${kind} ${path.join('.')}=${value}`,
          ).toEqual([]);
        }
      }
    }
  });
});

describe('changes', () => {
  const text =
    '# mine\nkind: image # pictures\n\ntrainer:\n  epochs: 10 # enough?\n  metrics: [acc] # one\nmodel:\n  # small\n  hidden: [64]\n';

  it('keep comments, order and blank lines', () => {
    const edited = editConfig(text, [
      'trainer.epochs=3',
      'trainer.monitor=val_loss',
      'data.dataset=Shapes',
      'model.hidden.0=8',
    ]);
    expect(edited).toEqual({
      ok: true,
      text: '# mine\nkind: image # pictures\n\ntrainer:\n  epochs: 3 # enough?\n  metrics: [ acc ] # one\n  monitor: val_loss\nmodel:\n  # small\n  hidden: [ 8 ]\ndata:\n  dataset: Shapes\n',
    });
  });

  it('make a duplicate under another name, whatever the name', () => {
    const copy = duplicateConfig(text, 'Copy: "2" # of');
    expect(copy.ok && configFrom(copy.text).name).toBe('Copy: "2" # of');
    expect(copy.ok && copy.text).toContain('epochs: 10 # enough?');
  });

  it('say what is wrong as reading does', () => {
    expect(editConfig('kind: "x', ['a=1'])).toMatchObject({ ok: false, problems: [{ line: 1 }] });
    expect(editConfig(text, ['model.hidden.x=1'])).toMatchObject({ ok: false, problems: [{ line: null }] });
    expect(editConfig('', ['kind=image'])).toEqual({ ok: true, text: 'kind: image\n' });
  });

  it('write a whole configuration that reads as the same', () => {
    const folder = join(import.meta.dirname, '../../../public/configs/experiment');
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.yaml'))) {
      const config = configFrom(readFileSync(join(folder, name), 'utf8'));
      expect(configFrom(writeConfig(config))).toEqual(config);
    }
  });

  it.each([
    ['name: &n A\ndescription: *n # too\n', 'name=B', 'name: B\ndescription: A # too\n'],
    ['a: &s\n  x: 1\n  y: 2\nb: *s\n', 'b.x=3', 'a:\n  x: 1\n  y: 2\nb:\n  x: 3\n  y: 2\n'],
    ['a: &s\n  x: 1\nb: *s\n', 'a.x=3', 'a:\n  x: 3\nb:\n  x: 1\n'],
    ['a:\n  x: &x 1\nb: *x\nc: &x 2\nd: *x\n', 'a=5', 'a: 5\nb: 1\nc: 2\nd: 2\n'],
    // Where none is met they stay.
    ['name: A\na: &s 1\nb: *s\n', 'b=2', 'name: A\na: &s 1\nb: 2\n'],
  ])('leave what is repeated elsewhere: %j, %s', (before, change, after) => {
    expect(editConfig(before, [change])).toEqual({ ok: true, text: after });
  });
});

describe('nearest', () => {
  it('finds slips of the finger, and nothing far away', () => {
    const known = ['epochs', 'optimizer', 'learning_rate', 'gamma'];
    expect(['epohcs', 'optimiser', 'Learning-rate', 'epoch', 'gama'].map((word) => nearest(word, known))).toEqual([
      'epochs',
      'optimizer',
      'learning_rate',
      'epochs',
      'gamma',
    ]);
    expect(nearest('momentum', known)).toBeNull();
    expect(nearest('', known)).toBeNull();
  });
});
