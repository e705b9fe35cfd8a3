// Which dataset, and which parts of it, a configuration trains on: by the dataset's name, or by folders as the training
// service names them ("data/MNIST/train"). A folder's dataset is what stands before its part.

import { ServiceError } from '../../wire/errors';

export interface NamedData {
  readonly dataset: string | null;
  readonly train_data_dir: string | null;
  readonly val_data_dir: string | null;
  readonly test_data_dir: string | null;
}

export type PartName = 'train' | 'val' | 'test';

/** What the run's parts are taken from: `val` null where the configuration names none, the dataset's own if it has one. */
export interface Places {
  readonly dataset: string;
  /** The key that names it. */
  readonly field: string;
  readonly parts: Readonly<Record<PartName, PartName | null>>;
}

const PARTS: Readonly<Record<string, PartName>> = {
  train: 'train',
  training: 'train',
  val: 'val',
  valid: 'val',
  validation: 'val',
  test: 'test',
};
const ROOT = /^(?:\.?\/)*(?:data\/)?/;

/** @throws ServiceError 'invalid' for no dataset, for folders of several, and for a folder that is no part. */
export function placesOf(data: NamedData): Places {
  const given = (['train', 'val', 'test'] as const).flatMap((role) => {
    const folder = data[`${role}_data_dir`];
    return folder === null ? [] : [{ role, field: `data.${role}_data_dir`, ...placeOf(folder, role) }];
  });
  // Folders say it more closely than the name that a configuration came with.
  const dataset = given[0]?.dataset ?? data.dataset;
  if (dataset === null) {
    throw wrong('data.dataset', 'A dataset is required: data.dataset, or data.train_data_dir.');
  }
  const other = given.find((place) => place.dataset !== dataset);
  if (other) {
    const message = `The parts must be of one dataset: ${given[0]?.field} is of “${dataset}”, ${other.field} of “${other.dataset}”.`;
    throw wrong(other.field, message);
  }
  const own = (role: PartName) => given.find((place) => place.role === role)?.part ?? null;
  const field = given[0]?.field ?? 'data.dataset';
  return { dataset, field, parts: { train: own('train') ?? 'train', val: own('val'), test: own('test') ?? 'test' } };
}

/** "data/MNIST/train", "MNIST/train", or "MNIST" for the part that the role asks for. */
function placeOf(folder: string, role: PartName): { readonly dataset: string; readonly part: PartName } {
  const path = folder.trim().replaceAll('\\', '/').replace(ROOT, '').replace(/\/+$/, '');
  const cut = path.lastIndexOf('/');
  const last = PARTS[path.slice(cut + 1).toLowerCase()];
  if (last !== undefined && cut > 0) return { dataset: path.slice(0, cut), part: last };
  if (path === '' || (last !== undefined && cut < 0)) {
    throw wrong(`data.${role}_data_dir`, `“${folder}” names no dataset: it must be like data/<name>/${role}.`);
  }
  return { dataset: path, part: role };
}

function wrong(field: string, message: string): ServiceError {
  return new ServiceError('invalid', message, [{ field, message }]);
}
