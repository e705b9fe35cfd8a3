// Everything on this device: how much there is, one file with all of it, and its end.

import { measureUse, type StorageUse } from '../storage/quota';
import { deleteAll, readSnapshot, replaceAll, type Snapshot } from '../storage/snapshot';
import type { BackupState } from '../wire/backup';
import { ServiceError } from '../wire/errors';
import type { Notice, ServiceEvent } from '../wire/events';
import type { DataService, RestorePreview, StorageState } from '../wire/service';
import { packBackup, refuseBytes, unpackBackup } from './backup/archive';
import { fromEntries, type RecordChecks } from './backup/contents';
import { toEntries } from './backup/parts';
import { Serial, Throttle } from './pace';
import { type ExportRun, Exports } from './texts/exporting';

/** Events come at most this often, milliseconds. */
const EVENT_INTERVAL = 100;

export interface DataDependencies {
  readonly emit: (event: ServiceEvent) => void;
  readonly appVersion: string;
  readonly checks: RecordChecks;
  /** Saves what is in memory and keeps still until `reload` or `resume`; a running fit is checkpointed. */
  readonly suspend: () => Promise<void>;
  /** As `suspend`, where nothing will be replaced: what other tabs are at is not ended, and waits to be kept. */
  readonly hold: () => Promise<void>;
  /** Goes on with what is in memory (nothing was replaced). */
  readonly resume: () => Promise<void>;
  /** Forgets what is in memory and reads storage anew. */
  readonly reload: () => Promise<void>;
}

export function createDataService(deps: DataDependencies): DataService {
  const news = new Throttle(EVENT_INTERVAL, () => deps.emit({ type: 'backup', state: backupState() }));
  const making = new Exports(() => news.request(), 'The back-up was cancelled.');
  const reading = new Exports(
    () => news.request(),
    'It was cancelled while the back-up was read. Nothing was changed.',
  );
  /** One keeps the others still at a time: whom one lets go on would write into what the next replaces. */
  const turns = new Serial();
  /** Restores that have been read, and write. */
  let restoring = 0;

  function backupState(): BackupState {
    if (restoring > 0) return { phase: 'replacing' };
    if (making.progress) return { phase: 'making', ...making.progress };
    return reading.progress ? { phase: 'reading', ...reading.progress } : { phase: 'idle' };
  }

  /** `ready` is waited for once it is read, and may still be cancelled. */
  function open(file: Blob, ready = async () => {}) {
    return reading.run(null, async (run) => {
      const { manifest, entries } = await unpackBackup(file, run);
      const snapshot = await fromEntries(entries, deps.checks, run);
      await ready();
      return { manifest, snapshot };
    });
  }

  return {
    async state() {
      const { usage, quota, persisted, ...stored } = await measureUse();
      return { usage, quota, persisted, parts: partsHere(stored) };
    },

    backup: () => making.run(null, (run) => turns.run(() => backUp(deps, run))),

    async inspectBackup(file) {
      const { manifest, snapshot } = await open(file);
      return { createdAt: manifest.createdAt, appVersion: manifest.appVersion, parts: partsIn(snapshot) };
    },

    async restore(file) {
      const { snapshot } = await open(file, () => turns.run(() => {}));
      await turns.run(async () => {
        restoring += 1;
        news.request();
        try {
          // What is at work is ended before the first is written: to give it up now would save nothing of that.
          await replacing(deps, () => replaceAll(snapshot));
        } finally {
          restoring -= 1;
          news.request();
        }
      });
    },

    backupState: async () => backupState(),
    async cancelBackup() {
      if (restoring > 0) {
        throw new ServiceError('conflict', 'The back-up is being put in place, all at once: it is too late to cancel.');
      }
      making.cancel();
      reading.cancel();
    },

    deleteEverything: () => turns.run(() => replacing(deps, deleteAll)),
  };
}

/** Runs `replace` while nothing else writes; on failure everything goes on as before. */
async function replacing(deps: DataDependencies, replace: () => Promise<void>): Promise<void> {
  try {
    await deps.suspend();
    await replace();
  } catch (error) {
    await deps.resume();
    throw error;
  }
  await deps.reload();
  deps.emit({ type: 'reset' });
}

async function backUp(deps: DataDependencies, run: ExportRun): Promise<Blob> {
  try {
    await deps.hold();
    const { usage: _usage, quota: _quota, persisted: _persisted, aside: _aside, ...parts } = await measureUse();
    refuseBytes(Object.values(parts).reduce((sum, { bytes }) => sum + bytes, 0));
    run.signal.throwIfAborted();
    const leftOut = new Set<string>();
    const leaveOut = (what: string) => void leftOut.add(what);
    const entries = await toEntries(await readSnapshot(leaveOut), deps.checks, leaveOut, run.signal);
    const file = await packBackup(entries, new Date(), deps.appVersion, run);
    if (leftOut.size > 0) deps.emit({ type: 'notice', notice: leftOutNotice([...leftOut]) });
    return file;
  } finally {
    await deps.resume();
  }
}

// ---------------------------------------------------------------- in words

function partsHere(stored: Omit<StorageUse, 'usage' | 'quota' | 'persisted'>): StorageState['parts'] {
  return [
    { label: 'Points', ...stored.points },
    { label: 'Saved mixtures', ...stored.models },
    { label: 'Reviews', ...stored.reviews },
    { label: 'Datasets', ...stored.datasets },
    { label: 'Image sets', ...stored.imageSets },
    { label: 'Text models', ...stored.textModels },
    { label: 'Stream files', ...stored.streamFiles },
    { label: 'Configurations', ...stored.configs },
    { label: 'Training runs', ...stored.runs },
    { label: 'Modules', ...stored.modules },
    ...(stored.aside.count > 0 ? [{ label: 'Deleted models, until tomorrow', ...stored.aside }] : []),
  ];
}

/** Of a back-up, by the same words. */
function partsIn(snapshot: Snapshot): RestorePreview['parts'] {
  return [
    { label: 'Points', count: snapshot.workspace?.points?.n ?? 0 },
    { label: 'Saved mixtures', count: snapshot.models.length },
    { label: 'Reviews', count: snapshot.reviews.length },
    { label: 'Datasets', count: snapshot.datasets.length },
    { label: 'Image sets', count: snapshot.images.length },
    { label: 'Text models', count: snapshot.text.models.length },
    { label: 'Stream files', count: snapshot.stream.files.length },
    { label: 'Configurations', count: snapshot.configs.length },
    { label: 'Training runs', count: snapshot.training.runs.length },
    { label: 'Modules', count: snapshot.library.abouts.filter(({ record }) => Object(record).module).length },
  ];
}

/** Things that a notice names; the rest are counted. */
const MOST_NAMED = 10;

function leftOutNotice(names: readonly string[]): Notice {
  const more = names.length - MOST_NAMED;
  const named = names.slice(0, MOST_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
  const message = `Left out: ${named}. It is damaged here, or the browser has lost files of it, and the back-up could not have been restored with it. All else is in the back-up, and nothing here was changed.`;
  return { level: 'warning', title: 'Not everything is in the back-up', message };
}
