// What the configuration comes to: how to start it, whether its data is here, the learning rate over the run, and the
// whole of it, defaults and all.

import type { ConfigCheck, ConfigKind } from '../../../../wire/configs';
import { CopyButton } from '../../../components/CopyButton';
import { Note, Section } from '../../../components/Section';
import type { Override } from '../store';
import type { Checking } from '../useCheck';
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

type Sound = Extract<ConfigCheck, { ok: true }>;

export function Result({ id, checking, overrides, unsaved, onStart }: ResultProps) {
  const check = checking.checked?.check;
  const sound = check?.ok ? check : null;
  return (
    <aside className={classes.result} aria-label="What it comes to">
      <Section title="Start a run">
        {sound && <Trains check={sound} />}
        <Start {...{ id, overrides, unsaved, onStart }} ready={sound !== null} />
      </Section>
      {sound?.schedule && (
        <Section title="Learning rate">
          <Schedule schedule={sound.schedule} />
        </Section>
      )}
      {sound && (
        <Section title="In full" aside={<CopyButton size="compact-xs" text={sound.text} />}>
          <Note>All that the run will use. What the file leaves out has its default, and is dimmed.</Note>
          <Resolved resolved={sound.resolved} given={sound.given} />
        </Section>
      )}
      {check && !sound && (
        <Note>Once nothing is wrong with it, the whole configuration stands here, defaults and all.</Note>
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

function Trains({ check: { kind, data } }: { readonly check: Sound }) {
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
