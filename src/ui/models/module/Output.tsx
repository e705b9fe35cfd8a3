// What the latest training said: why it did not end well, its curves, its log, the files that it left.

import { Box, Skeleton } from '@mantine/core';
import { lazy, type RefObject, Suspense, type UIEvent, useEffect, useRef } from 'react';
import type { ModuleTraining } from '../../../wire/library';
import { CopyButton } from '../../components/CopyButton';
import { plural } from '../../components/format';
import { formatBegun, formatDuration } from '../../components/metrics/words';
import { Part, Quiet } from '../../components/part/Part';
import { openFile } from './desk';
import classes from './Output.module.css';
import { Stack } from './Stack';
import { useTraining } from './sync';

const Curves = lazy(async () => ({ default: (await import('./Curves')).Curves }));

const TITLES: Readonly<Record<ModuleTraining['phase'], string>> = {
  running: 'The training that is on',
  finished: 'The latest training',
  failed: 'The training failed',
  stopped: 'The training was stopped',
  interrupted: 'The training was interrupted',
};

const NOTHING = 'It logged nothing.';
const NO_LINES: Readonly<Record<ModuleTraining['phase'], string>> = {
  ...{ running: 'Nothing in its log yet.', finished: NOTHING, failed: NOTHING, stopped: NOTHING },
  interrupted: 'What it logged had not been kept yet.',
};

export function Output({ id }: { readonly id: string }) {
  const training = useTraining(id);
  const part = useBroughtIntoView(training);
  if (!training) {
    return (
      <Part id="output" title="Training">
        <Quiet>Its log and its curves come here. It runs as it stands: press Train.</Quiet>
      </Part>
    );
  }
  const { phase, log, scalars, wrote, began_at, seconds } = training;
  // How long one took that was interrupted, and what it logged to the end, nobody knows.
  const took = phase === 'interrupted' ? '' : `, ${formatDuration(seconds)}`;
  const when = phase === 'running' ? '' : `begun ${formatBegun(began_at)}${took}`;
  return (
    <Part id="output" title={TITLES[phase]} count={when}>
      <div ref={part} className={classes.output} data-testid="training" data-phase={phase}>
        <Ending training={training} />
        <div className={classes.beside}>
          {Object.keys(scalars).length > 0 && (
            <Suspense fallback={<Skeleton height={200} />}>
              <Curves scalars={scalars} />
            </Suspense>
          )}
          <Log lines={log} none={NO_LINES[phase]} />
        </div>
        {wrote.length > 0 && <Wrote paths={wrote} />}
      </div>
    </Part>
  );
}

/** A training that begins or ends while people look on is where they can see it. */
function useBroughtIntoView(training: ModuleTraining | null): RefObject<HTMLDivElement | null> {
  const ref = useRef<HTMLDivElement>(null);
  const known = training !== null;
  const moment = training ? `${training.began_at} ${training.phase === 'running'}` : '';
  const seen = useRef(moment);
  useEffect(() => {
    const before = seen.current;
    seen.current = moment;
    // What had ended before the page was opened is only found.
    const began = training?.phase === 'running';
    if (known && before !== moment && (began || before.startsWith(training.began_at))) {
      ref.current?.scrollIntoView({ block: 'nearest' });
    }
  });
  return ref;
}

function Ending({ training: { phase, error } }: { readonly training: ModuleTraining }) {
  if (phase === 'stopped') return <Quiet>It was ended at once. Nothing of it was kept: the files are as before.</Quiet>;
  if (!error) return null;
  return (
    <div className={classes.failed} role="alert">
      <strong>{error.message}</strong>
      {error.stack !== '' && <Stack stack={error.stack} />}
      {phase === 'failed' && <p>Nothing was changed: the files are as they were before.</p>}
    </div>
  );
}

/** The newest lines; it stays at its end unless someone reads further up. */
function Log({ lines, none }: { readonly lines: readonly string[]; readonly none: string }) {
  const box = useRef<HTMLPreElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    const { current } = box;
    if (current && atEnd.current && lines.length > 0) current.scrollTop = current.scrollHeight;
  }, [lines]);
  if (lines.length === 0) return <Quiet>{none}</Quiet>;
  return (
    <div className={classes.logged}>
      <div className={classes.logHead}>
        <h3>Log</h3>
        <CopyButton size="compact-xs" text={() => lines.join('\n')} />
      </div>
      <Box
        component="pre"
        ref={box}
        className={classes.log ?? ''}
        role="log"
        aria-label="Log"
        aria-live="off"
        tabIndex={0}
        data-testid="log"
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }: UIEvent<HTMLPreElement>) => {
          atEnd.current = scrollHeight - scrollTop - clientHeight < 24;
        }}
      >
        {lines.join('\n')}
      </Box>
    </div>
  );
}

const MOST = 20;

function Wrote({ paths }: { readonly paths: readonly string[] }) {
  return (
    <p className={classes.wrote} data-testid="wrote">
      It left {plural(paths.length, 'file')}:{' '}
      {paths.slice(0, MOST).map((path) => (
        <button key={path} type="button" onClick={() => void openFile(path)}>
          {path}
        </button>
      ))}
      {paths.length > MOST && `and ${paths.length - MOST} more`}
    </p>
  );
}
