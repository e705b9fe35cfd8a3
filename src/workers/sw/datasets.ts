// What the datasets' routes do: calls of the service.

import type { ExportFormat, ImportColumns, ImportRequest, RowsRequest, SplitName } from '../../wire/datasets';
import { importColumnsSchema } from '../../wire/datasets-schemas';
import { ServiceError } from '../../wire/errors';
import type { DATASETS_ROUTES } from '../../wire/routes/datasets';
import { parseWith } from '../../wire/schemas';
import type { Handlers } from './handlers';
import { countIn } from './query';

const OK = { status: 'ok' } as const;
const DEFAULT_PAGE = 100;
const MAX_PAGE = 1000;
const UNNAMED = 'Imported';

export const DATASETS_HANDLERS: Pick<Handlers, keyof typeof DATASETS_ROUTES> = {
  datasets: ({ service }) => service.datasets.state(),
  datasetFromReviews: async ({ service, body }) => ({ id: await service.datasets.fromReviews(body) }),
  importDataset: async ({ service, body, parameter }) => {
    const name = parameter('name') || UNNAMED;
    // One of these: the door checks parameters that have values.
    const into = (parameter('into') || 'dataset') as ImportRequest['into'];
    const source = { kind: 'file', name, file: body } as const;
    return { id: await service.datasets.import({ source, name, into, columns: columnsIn(parameter) }) };
  },
  cancelImport: async ({ service }) => {
    await service.datasets.cancelImport();
    return OK;
  },
  takeBackImport: async ({ service }) => ({ removed: await service.datasets.takeBackImport() }),
  importDatasetUrl: async ({ service, body: { url, name = '', into, columns } }) => ({
    id: await service.datasets.import({ source: { kind: 'url', url }, name, into, columns }),
  }),
  peekDataset: ({ service, body }) => service.datasets.peek({ kind: 'file', name: '', file: body }),
  datasetRows: ({ service, parameter }) => service.datasets.rows(parameter('id'), rowsIn(parameter)),
  exportDataset: ({ service, parameter }) =>
    service.datasets.export(parameter('id'), (parameter('format') || 'archive') as ExportFormat),
  cancelDatasetExport: async ({ service }) => {
    await service.datasets.cancelExport();
    return OK;
  },
  splitDataset: async ({ service, body, parameter }) => {
    const id = parameter('id');
    await service.datasets.makeSplits(id, body);
    return (await service.datasets.state()).datasets.find((dataset) => dataset.id === id);
  },
  renameDataset: async ({ service, body, parameter }) => {
    await service.datasets.rename(parameter('id'), body.name);
    return OK;
  },
  deleteDataset: async ({ service, parameter }) => {
    await service.datasets.remove(parameter('id'));
    return OK;
  },
};

type Parameter = (name: string) => string;

function columnsIn(parameter: Parameter): ImportColumns | null {
  if (parameter('text') === '') {
    const other = ['label', 'split', 'ref', 'positive', 'negative'].find((name) => parameter(name) !== '');
    if (other === undefined) return null;
    const message = `is needed where ${other} is given`;
    throw new ServiceError('invalid', `text ${message}.`, [{ field: 'text', message }]);
  }
  const column = (name: string) => (parameter(name) === '' ? null : countIn(parameter, name, { otherwise: 0 }));
  const values = (name: string) => (parameter(name) === '' ? undefined : parameter(name).split(','));
  return parseWith(importColumnsSchema, {
    text: column('text'),
    label: column('label'),
    split: column('split'),
    ref: column('ref') ?? undefined,
    positive: values('positive'),
    negative: values('negative'),
  });
}

function rowsIn(parameter: Parameter): RowsRequest {
  const [split, label] = [parameter('split'), parameter('label')];
  return {
    offset: countIn(parameter, 'offset', { otherwise: 0 }),
    limit: countIn(parameter, 'limit', { otherwise: DEFAULT_PAGE, most: MAX_PAGE }),
    search: parameter('search'),
    split: split === '' ? undefined : (split as SplitName),
    label: label === '' ? undefined : label === 'none' ? 'none' : label === '1' ? 1 : 0,
  };
}
