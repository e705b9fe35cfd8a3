// What a screen reader and an eye are told of how far something is.

import { MantineProvider } from '@mantine/core';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { ProgressBar } from './ProgressBar';

function drawn(share: number | null): string {
  const bar = createElement(ProgressBar, { label: 'Training', share });
  // Nobody stores a colour scheme here, and no styles are wanted.
  const props = { env: 'test', withCssVariables: false, forceColorScheme: 'light' } as const;
  const html = renderToStaticMarkup(createElement(MantineProvider, props, bar));
  return /<div[^>]*role="progressbar"[^>]*>/.exec(html)?.[0] ?? expect.fail(html);
}

it('tells a share in whole percent', () => {
  expect(drawn(1 / 3)).toContain('aria-valuenow="33"');
  expect(drawn(1 / 3)).toContain('aria-valuetext="33 %"');
  expect(drawn(0.998)).toContain('aria-valuenow="99"');
  expect(drawn(1.2)).toContain('aria-valuetext="100 %"');
});

it('neither tells nor shows a share that is not known', () => {
  expect(drawn(null)).not.toContain('aria-valuenow');
  expect(drawn(null)).toContain('aria-valuetext="not known yet"');
  expect(drawn(null)).not.toContain('100%');
});
