// Names and texts of configuration files, as the page handles them.

import type { ConfigKind, ConfigSummary } from '../../../wire/configs';

/** The file's name, or the first of "name-2.yaml", "name-3.yaml" … that no other has. */
export function freeName(wanted: string, list: readonly Pick<ConfigSummary, 'file_name'>[]): string {
  const taken = new Set(list.map(({ file_name }) => file_name.toLowerCase()));
  const stem = stemOf(wanted);
  for (let i = 1; ; i++) {
    const name = `${stem}${i === 1 ? '' : `-${i}`}.yaml`;
    if (!taken.has(name.toLowerCase())) return name;
  }
}

export function stemOf(fileName: string): string {
  return fileName.replace(/\.ya?ml$/i, '');
}

/** The editor ends its lines by line feeds: what is compared with it does too. */
export function lineFeeds(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

/** To begin from: each is in order as it stands. */
export const FIRST_TEXTS: Readonly<Record<ConfigKind, string>> = {
  mixture: `kind: mixture
name: My mixture
seed: 1

model:
  n_components: 3

data:
  source: points # the points of the Points page
`,
  text: `kind: text
name: My text model
seed: 1

model:
  architecture: ngram # words and pairs of words: trains in seconds

data:
  dataset: Sample reviews
`,
  stream: `kind: stream
name: My stream
seed: 1

model:
  id: network

data:
  source: sea # a generator

trainer:
  batches: 200
`,
  image: `kind: image
name: My image classifier
seed: 1

model:
  architecture: cnn

data:
  dataset: Drawn digits

trainer:
  epochs: 5
`,
};
