// What becomes of a pasted table's text.

import { beforeEach, expect, it, vi } from 'vitest';
import { deferred } from '../../../wire/deferred';
import { ServiceError } from '../../../wire/errors';

const readTable = vi.fn<(source: Blob) => Promise<unknown>>();

vi.mock('../../../client', () => ({ service: {} }));
vi.mock('../../../client/import', () => ({ readTable, readState: vi.fn() }));

const { closeImport, useImporting } = await import('./importing');
const { forgetPasted, readPasted, usePasting } = await import('./pasting');

beforeEach(() => {
  readTable.mockReset();
  closeImport();
  usePasting.setState({ open: true, text: 'x,y\n1,2\n' });
});

it('stays where it could not be read, while it is looked at and after, and goes once its points were taken', async () => {
  readTable.mockRejectedValueOnce(new ServiceError('invalid', 'No column of numbers.'));
  await readPasted();
  expect(useImporting.getState().at.stage).toBe('failed');
  expect(usePasting.getState()).toEqual({ open: true, text: 'x,y\n1,2\n' });
  readTable.mockResolvedValueOnce({});
  await readPasted();
  expect(await readTable.mock.lastCall?.[0].text()).toBe('x,y\n1,2\n');
  const { at } = useImporting.getState();
  if (at.stage !== 'read') expect.fail(`It is ${at.stage}.`);
  closeImport();
  forgetPasted('points.csv');
  expect(usePasting.getState()).toEqual({ open: true, text: 'x,y\n1,2\n' });
  forgetPasted(at.name);
  expect(usePasting.getState()).toEqual({ open: false, text: '' });
});

it('stays where reading was given up', async () => {
  const reading = deferred<unknown>();
  readTable.mockReturnValueOnce(reading.promise);
  const pasted = readPasted();
  await vi.waitFor(() => expect(useImporting.getState().at.stage).toBe('reading'));
  closeImport();
  reading.reject(new DOMException('Reading was cancelled.', 'AbortError'));
  await pasted;
  expect(usePasting.getState()).toEqual({ open: true, text: 'x,y\n1,2\n' });
});
