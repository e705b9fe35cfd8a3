// The labelled reviews as files: one download, or a folder that is kept in step.

import { Button, Tooltip } from '@mantine/core';
import { service } from '../../../../client';
import { attempt } from '../../../components/attempt';
import { BusyButton } from '../../../components/BusyButton';
import { stampedName } from '../../../components/download';
import { ExportLine } from '../../../components/ExportLine';
import { formatCount } from '../../../components/format';
import { Note } from '../../../components/Section';
import { EXPORTS } from '../../exporting/exports';
import { useExport } from '../../exporting/useExport';
import { useReviews } from '../../store';
import classes from './All.module.css';

/** Where the browser lets the page write to a folder (File System Access). */
interface FolderPicker {
  showDirectoryPicker(options: { mode: 'readwrite' }): Promise<FileSystemDirectoryHandle>;
}

export function TakeAway() {
  const { busy, take, cancel } = useExport({
    what: 'export the reviews',
    run: (format) => service.reviews.exportReviews(format),
    giveUp: () => service.reviews.cancelExport(),
  });
  const progress = useReviews(({ state }) => state?.reviews.exporting ?? null);
  const total = useReviews(({ state }) => state?.reviews.total ?? 0);
  const scored = useReviews(({ state }) => state?.reviews.scored ?? 0);
  return (
    <div className={classes.away}>
      <span className={classes.note}>Take them away:</span>
      {EXPORTS.map(({ format, label, about }) => (
        <Tooltip key={format} label={about}>
          <BusyButton
            size="compact-sm"
            variant="default"
            aria-label={`Download as ${label}`}
            busy={busy === format}
            possible={busy === null}
            onClick={() => void take(format, stampedName('reviews', new Date()))}
          >
            {label}
          </BusyButton>
        </Tooltip>
      ))}
      {'showDirectoryPicker' in window && <Mirror />}
      {busy !== null && (
        <div className={classes.exporting}>
          <ExportLine label="Writing the reviews" unit="reviews" progress={progress} onCancel={cancel} />
        </div>
      )}
      <Note>
        pos/ and neg/ with one text file a review, named as in aclImdb; or one table, with the serving model’s score
        {scored < total ? `: it has looked at ${formatCount(scored)} of ${formatCount(total)} so far.` : '.'}
      </Note>
    </div>
  );
}

function Mirror() {
  const mirrored = useReviews(({ state }) => state?.reviews.mirrored ?? null);
  const resting = useReviews(({ state }) => state?.reviews.resting ?? null);
  const begin = async (choose: () => Promise<FileSystemDirectoryHandle | null>) => {
    const folder = await attempt('open the folder', choose);
    if (folder) await attempt('keep the folder in step', () => service.reviews.mirror(folder));
  };
  if (mirrored !== null) {
    return (
      <>
        <span className={classes.note}>
          Kept in step: <bdi>{mirrored}</bdi>
        </span>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => void attempt('end it', () => service.reviews.mirror(null))}
        >
          End
        </Button>
      </>
    );
  }
  return (
    <>
      {resting !== null && (
        <Button size="compact-sm" variant="default" onClick={() => void begin(askAgain)}>
          Go on with <bdi className={classes.folder}>{resting}</bdi>
        </Button>
      )}
      <Button size="compact-sm" variant="default" onClick={() => void begin(pickFolder)}>
        Keep a folder in step
      </Button>
    </>
  );
}

/** File System Access; not in every browser, nor in TypeScript's library. */
interface AskedHandle extends FileSystemDirectoryHandle {
  requestPermission?(options: { mode: 'readwrite' }): Promise<PermissionState>;
}

/** The folder of the last visit, once the person has given leave again; null without it. */
async function askAgain(): Promise<FileSystemDirectoryHandle | null> {
  const folder: AskedHandle | null = await service.reviews.mirrorFolder();
  const leave = await folder?.requestPermission?.({ mode: 'readwrite' });
  return leave === 'denied' || leave === 'prompt' ? null : folder;
}

/** Null when the person called it off. */
async function pickFolder(): Promise<FileSystemDirectoryHandle | null> {
  try {
    return await (window as unknown as FolderPicker).showDirectoryPicker({ mode: 'readwrite' });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}
