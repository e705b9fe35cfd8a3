// What is kept of a run at its end.

import { QuotaExceededError } from '../../storage/errors';
import { saveRun } from '../../storage/runs';
import type { Notice } from '../../wire/events';
import { toServiceError } from '../errors';
import type { Book } from './book';
import type { Course } from './course';
import type { RunRecord } from './record';
import type { Moment } from './saver';
import { unkeptMessage } from './words';

interface EndDependencies {
  readonly book: Book;
  readonly notify: (notice: Notice) => void;
}

/** Writes the last moment; where there is no room for all of it, what was saved before is kept to go on from. */
export async function keepEnd(course: Course, { save, done }: Moment, deps: EndDependencies): Promise<void> {
  course.end();
  try {
    await saveRun(save);
    done();
  } catch (error) {
    const message = unkeptMessage(error instanceof QuotaExceededError, toServiceError(error).message);
    deps.notify({ level: 'error', title: 'The run could not be kept whole', message });
    await keepRecord(course, { phase: 'stopped', message }, deps);
  }
}

/** The record alone: rows, checkpoint and models stay as they are stored. */
export async function keepRecord(
  course: Course,
  change: Pick<RunRecord, 'phase' | 'message'>,
  { book }: EndDependencies,
): Promise<void> {
  const record = { ...course.record(), ...change, modified_at: new Date().toISOString() };
  // Where it cannot be written, the run is found interrupted on the next visit.
  await saveRun({ id: record.id, record }).catch(() => {});
  book.put(record);
}
