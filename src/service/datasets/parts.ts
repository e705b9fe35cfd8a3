// What the services beside this one may use of the datasets: batch inference and trainings read their rows.

import type { DatasetRow, DatasetSummary, SplitName } from '../../wire/datasets';

export interface DatasetsParts {
  /** The id of the dataset that is meant, by its id or name. Rejects 'not_found' naming `field` where there is none. */
  find(wanted: string, field: string): Promise<string>;
  /** Rejects 'not_found' where there is none of that id. */
  summary(id: string): Promise<DatasetSummary>;
  /**
   * Rows in the dataset's order, read from storage a chunk at a time; those of one split only, where one is said.
   * Throws ServiceError 'not_found' where there is none of that id, 'conflict' when it is removed meanwhile.
   */
  walk(id: string, options?: { readonly split?: SplitName | undefined }): AsyncIterable<DatasetRow>;
  /**
   * These rows, in the order asked; indices may repeat. Rejects 'not_found' where there is no such dataset, 'invalid'
   * for a position that it has not.
   */
  rowsAt(id: string, indices: ArrayLike<number>): Promise<DatasetRow[]>;
}
