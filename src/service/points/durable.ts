// Edits that are answered once they are saved: what was acknowledged survives the tab that is closed the moment after.

import type { PointsService } from '../../wire/service';
import type { Saver } from './persist';

const EDITS = [
  'add',
  'remove',
  'move',
  'setValue',
  'replace',
  'clear',
  'undo',
  'redo',
  'setOptions',
  'control',
  'setSpeed',
  'select',
  'sample',
  'train',
  'update',
] as const satisfies readonly (keyof PointsService)[];

type AnyMethod = (...args: never[]) => Promise<unknown>;

/** The same service; what changes the page resolves once that is saved, or storage has refused it. */
export function durable(service: PointsService, saver: Pick<Saver, 'committed'>): PointsService {
  const edits: Record<string, AnyMethod> = {};
  for (const name of EDITS) {
    const method: AnyMethod = service[name];
    edits[name] = async (...args) => {
      const result = await method(...args);
      await saver.committed();
      return result;
    };
  }
  return { ...service, ...edits };
}
