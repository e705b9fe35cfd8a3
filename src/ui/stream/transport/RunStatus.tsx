// How the run stands, in words: what it does, how it began, what arrives, how much and how fast, and when it was saved.

import { Button } from '@mantine/core';
import type { StreamProgress, StreamState } from '../../../wire/stream';
import { formatCount, formatRate, plural } from '../../components/format';
import { whenPossible } from '../../components/possible';
import { Facts, Failure, Found, StatusLine } from '../../components/transport/status';
import { useSaid } from '../../components/useSaid';
import { start } from '../actions';
import { useStream } from '../store';
import classes from './RunStatus.module.css';

type Status = StreamState['status'];
type Begun = Exclude<Status, { phase: 'idle' }>;

export function RunStatus() {
  const status = useStream((ui) => ui.state?.status);
  const begun = useStream((ui) => ui.state?.begun ?? null);
  const most = useStream((ui) => ui.state?.config.queue ?? 0);
  const problem = useStream((ui) => ui.unreachable);
  useSaid(status ? restWords(status) : null);
  if (problem !== null && !status) return <Failure title="The stream cannot be reached.">{problem}</Failure>;
  if (!status) return <StatusLine lines={4}>Starting…</StatusLine>;
  if (status.phase === 'idle') {
    return (
      <StatusLine lines={4} quiet>
        Nothing runs yet. Start begins with a model that knows nothing.
      </StatusLine>
    );
  }
  return (
    <StatusLine lines={4} testId="stream-status" phase={status.phase}>
      <Headline status={status} />
      {begun && status.phase !== 'interrupted' && <p className={classes.quiet}>{begun}</p>}
      <RunFacts status={status} most={most} />
    </StatusLine>
  );
}

function Headline({ status }: { readonly status: Begun }) {
  switch (status.phase) {
    case 'interrupted':
      return (
        <Found>
          <span>
            <strong>A run was found</strong> that ended after {plural(status.batches, 'batch', 'batches')} without being
            stopped. “Go on” takes it up just where it was.
          </span>
          <Button size="compact-xs" variant="default" onClick={() => void start(true)}>
            Begin anew instead
          </Button>
        </Found>
      );
    case 'failed':
      return (
        <Failure title="The stream failed.">
          {status.message}
          <ToSetup />
        </Failure>
      );
    case 'waiting':
    case 'ended':
    case 'stopped':
      return <Said words={status.message} />;
    default:
      return (
        <p>
          <strong>{WORDS[status.phase]}</strong>
        </p>
      );
  }
}

/** Where what failed can be put right. */
function ToSetup() {
  const there = useStream((ui) => ui.tab === 'setup');
  const open = () => useStream.setState({ tab: 'setup' });
  return (
    <Button size="compact-xs" variant="default" {...whenPossible(!there, open)}>
      Open the set-up
    </Button>
  );
}

/** The first sentence is what counts. */
function Said({ words }: { readonly words: string }) {
  const first = firstOf(words);
  return (
    <p>
      <strong>{first}</strong>
      {words.slice(first.length)}
    </p>
  );
}

function firstOf(words: string): string {
  return words.slice(0, words.indexOf('. ') + 1 || words.length);
}

/** '' while it moves. A failure says so itself. */
function restWords(status: Status): string {
  switch (status.phase) {
    case 'waiting':
    case 'ended':
    case 'stopped':
      return firstOf(status.message);
    case 'paused':
      return WORDS.paused;
    default:
      return '';
  }
}

const WORDS = {
  starting: 'Starting…',
  running: 'Learning.',
  paused: 'Paused.',
  stopping: 'Stopping: saving…',
} as const;

function RunFacts({ status, most }: { readonly status: Begun; readonly most: number }) {
  const engine = useStream((ui) => ui.state?.engine ?? null);
  return (
    <Facts>
      <span data-testid="stream-batches">
        {plural(status.batches, 'batch', 'batches')}, {plural(status.examples, 'example')}
      </span>
      {shapeWords(status) && <span title="Shapes of the latest batch: rows × columns">{shapeWords(status)}</span>}
      {status.phase === 'running' && <span>{formatRate(status.rate)}</span>}
      <span>
        queue {formatCount(status.queued)} of {formatCount(most)}
      </span>
      {status.save_refused ? <strong>not saved: no room</strong> : <span>{savedWords(status.saved_at)}</span>}
      {engine && <span title="What computes the model">{engine}</span>}
    </Facts>
  );
}

/** "X 32 × 3, y 32" */
export function shapeWords({ X_shape, y_shape }: Pick<StreamProgress, 'X_shape' | 'y_shape'>): string {
  if (!X_shape) return '';
  return `X ${X_shape[0]} × ${X_shape[1]}${y_shape ? `, y ${y_shape[0]}` : ''}`;
}

function savedWords(at: string | null): string {
  if (at === null) return 'not saved yet';
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? 'saved' : `saved ${date.toLocaleTimeString('en-GB')}`;
}
