// What the configuration comes to: how to start it, whether its data is here, the learning rate over the run, and the
// whole of it, defaults and all.

import type { ConfigKind } from '../../../../wire/configs';
import { CopyButton } from '../../../components/CopyButton';
import { Note, Section } from '../../../components/Section';
import type { Override } from '../store';
import type { Checking, SoundConfig } from '../useCheck';
import { Resolved } from './Resolved';
import classes from './Result.module.css';
import { Schedule } from './Schedule';
import { Start } from './Start';

interface ResultProps {
  readonly id: string;
  readonly checking: Checking;
  readonly overrides: readonly Override[];
  readonly unsaved: boolean;
  readonly onStart: () => void;
}

/** While something is wrong, what was in order last stays on show. */
export function Result({ id, checking: { checked, sound }, overrides, unsaved, onStart }: ResultProps) {
  const ready = checked?.check.ok === true;
  return (
    <aside className={classes.result} aria-label="What it comes to">
      <Section title="Start a run">
        {sound && <Trains check={sound} />}
        <Start {...{ id, overrides, unsaved, ready, onStart }} />
        {checked && !ready && <Note>Once nothing is wrong with it, it can be started.</Note>}
      </Section>
      {sound?.schedule && (
        <Section title="Learning rate">
          <Schedule schedule={sound.schedule} />
        </Section>
      )}
      {sound && (
        <Section title="In full" aside={<CopyButton size="compact-xs" text={sound.text} />}>
          <Note>
            {ready
              ? 'All that the run will use. What the file leaves out has its default, and is dimmed.'
              : 'As it was before the problem came.'}
          </Note>
          <Resolved resolved={sound.resolved} given={sound.given} />
        </Section>
      )}
    </aside>
  );
}

const KINDS: Readonly<Record<ConfigKind, string>> = {
  mixture: 'a Gaussian mixture',
  text: 'a text model',
  stream: 'a model that learns from a stream',
  image: 'an image classifier',
};

function Trains({ check: { kind, data } }: { readonly check: SoundConfig }) {
  return (
    <>
      <p className={classes.trains}>Trains {KINDS[kind]}.</p>
      {data && (
        <p className={classes.data} data-found={data.found || undefined} data-testid="config-data">
          {data.message}
        </p>
      )}
    </>
  );
}
