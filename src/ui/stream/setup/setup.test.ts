// The fields of the stream: what they take is what the service takes, and what they show is what holds.

import { MantineProvider } from '@mantine/core';
import { createElement, type ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { DEFAULT_STREAM_CONFIG } from '../../../wire/stream-defaults';
import { streamConfigSchema } from '../../../wire/stream-schemas';
import { LearnerFields } from './LearnerFields';
import { pushedAs, SourceFields } from './SourceFields';

type Source = (typeof DEFAULT_STREAM_CONFIG)['source'];

function configOf(source: Partial<Source>) {
  return { ...DEFAULT_STREAM_CONFIG, source: { ...DEFAULT_STREAM_CONFIG.source, ...source } };
}

/** The field of that term. */
function inputOf(source: Partial<Source>, term: string): string {
  return fieldIn(createElement(SourceFields, { config: configOf(source) }), term);
}

function fieldIn(fields: ReactElement, term: string): string {
  const html = renderToStaticMarkup(createElement(MantineProvider, null, fields));
  return new RegExp(`>${term}<.*?(<input.*?>)`).exec(html)?.[1] ?? '';
}

describe('the fields of the stream', () => {
  it('go as far as the service does', () => {
    for (const name of ['position', 'width'] as const) {
      const drift = { kind: 'gradual', position: 100, width: 100 } as const;
      const least = Number(/min="(\d+)"/.exec(inputOf({ drift }, name))?.[1]);
      expect(streamConfigSchema.safeParse(configOf({ drift: { ...drift, [name]: least } })).success, name).toBe(true);
    }
  });

  it('show a number of classes only where one was said', () => {
    const classes = (n_classes: number | null) =>
      inputOf({ id: 'push', push: { task: 'classification', n_classes } }, 'n_classes');
    expect(classes(5)).toContain('value="5"');
    expect(classes(null)).toContain('value=""');
    expect(pushedAs('infer')).toEqual({ task: 'infer', n_classes: null });
  });

  it('take every kind of file that is read', () => {
    const html = renderToStaticMarkup(
      createElement(MantineProvider, null, createElement(SourceFields, { config: configOf({ id: 'file' }) })),
    );
    const accepted = /accept="([^"]*)"/.exec(html)?.[1]?.split(',');
    expect(accepted).toEqual(expect.arrayContaining(['.csv', '.tsv', '.json', '.jsonl', '.ndjson']));
  });

  it('show the passes over each batch of every learner: mixtures take them, too', () => {
    for (const id of ['network', 'linear', 'mixture', 'review-head'] as const) {
      const config = { ...DEFAULT_STREAM_CONFIG, learner: { ...DEFAULT_STREAM_CONFIG.learner, id, epochs: 7 } };
      expect(fieldIn(createElement(LearnerFields, { config }), 'epochs'), id).toContain('value="7"');
    }
  });
});
