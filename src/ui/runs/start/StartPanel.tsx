// Starting a run: which configuration, what is changed in it, and what the run is called.

import { Button, NativeSelect, Skeleton, Textarea, TextInput } from '@mantine/core';
import { ListPlus } from 'lucide-react';
import { type FormEvent, type Ref, useState } from 'react';
import type { ConfigSummary } from '../../../wire/configs';
import { BusyButton } from '../../components/BusyButton';
import { plural } from '../../components/format';
import { tagsOf } from '../../components/list/tags';
import { Note, Section, Term } from '../../components/Section';
import { Failure, Question } from '../../components/transport/status';
import { useFocusOnMount } from '../../components/useFocusOnMount';
import { startRun } from '../actions';
import { useCheck } from '../configs/useCheck';
import { useRuns } from '../store';
import { becomePlace, hashOf } from '../views';
import { KIND_WORDS } from '../words';
import { COMMON_FIELDS, overridesOf, problemAt, problemsBeside, valueAt } from './overrides';
import classes from './Start.module.css';
import { type Chosen, useConfig } from './useConfig';

/** Of the form, for a button outside of it. */
export const START_FORM = 'start-run';

/** The configuration that is chosen; the first in order where none is. */
export function useChosenConfig(id: string | null): ConfigSummary | null {
  const configs = useRuns((ui) => ui.configs);
  return configs && (configs.find((config) => config.id === id) ?? firstSound(configs));
}

interface StartPanelProps {
  readonly config: ConfigSummary | null;
  /** Of its title, which takes the focus of what goes over it. */
  readonly titleRef: Ref<HTMLHeadingElement>;
}

export function StartPanel({ config: summary, titleRef }: StartPanelProps) {
  const configs = useRuns((ui) => ui.configs);
  const trouble = useRuns((ui) => ui.unlisted.configs);
  const chosen = useConfig(summary);
  return (
    <Section title="New run" titleRef={titleRef}>
      {configs && summary ? (
        <>
          <Choice configs={configs} chosen={summary} />
          {chosen === null ? (
            <Skeleton height={160} />
          ) : typeof chosen === 'string' ? (
            <Failure title="The configuration cannot be read.">{chosen}</Failure>
          ) : (
            // What was typed for one configuration says nothing of another, nor of one of another kind.
            <Form key={`${summary.id} ${summary.kind}`} chosen={chosen} />
          )}
        </>
      ) : trouble !== null ? (
        <Failure title="The configurations cannot be listed.">{trouble}</Failure>
      ) : (
        <Skeleton height={220} />
      )}
    </Section>
  );
}

function firstSound(configs: readonly ConfigSummary[]): ConfigSummary | null {
  return configs.find(({ kind, problems }) => kind === 'image' && problems === 0) ?? configs[0] ?? null;
}

interface ChoiceProps {
  readonly configs: readonly ConfigSummary[];
  readonly chosen: ConfigSummary;
}

function Choice({ configs, chosen }: ChoiceProps) {
  const items = (shipped: boolean) =>
    configs.filter((item) => item.shipped === shipped).map(({ id, name }) => ({ value: id, label: name }));
  const groups = [
    { group: 'Yours', items: items(false) },
    { group: 'With the app', items: items(true) },
  ];
  return (
    <div>
      <NativeSelect
        size="sm"
        label="Configuration"
        data={groups.filter((group) => group.items.length > 0)}
        value={chosen.id}
        onChange={({ currentTarget: { value } }) => becomePlace({ view: 'table', config: value })}
      />
      <p className={classes.about}>
        {chosen.kind && `${KIND_WORDS[chosen.kind]}. `}
        {chosen.description} <a href={hashOf({ view: 'configs', id: chosen.id })}>Look into it</a>
      </p>
    </div>
  );
}

function Form({ chosen: { file, check } }: { readonly chosen: Chosen }) {
  const [fields, setFields] = useState<Readonly<Record<string, string>>>({});
  const [lines, setLines] = useState('');
  const [name, setName] = useState('');
  const [tags, setTags] = useState('');
  const [busy, setBusy] = useState<string | null>(null);
  const [starting, setStarting] = useState(false);
  const isOn = useRuns((ui) => ui.state?.active != null);
  const plain = check.ok ? check.resolved : {};
  const overrides = overridesOf(plain, fields, lines);
  const now = useCheck(file.text, overrides).checked?.check ?? check;
  const common = check.ok ? COMMON_FIELDS[check.kind] : [];
  const problems = now.ok ? [] : now.problems;
  const missing = now.ok && now.data && !now.data.found ? now.data : null;
  const wrong = problems.length + (missing ? 1 : 0);

  const start = async (queue: boolean) => {
    setStarting(true);
    setBusy(null);
    const started = await startRun({
      config: { id: file.id },
      overrides,
      name: name.trim() || undefined,
      tags: tags.trim() === '' ? undefined : tagsOf(tags),
      when_busy: queue ? 'queue' : 'refuse',
    });
    setStarting(false);
    if (started.kind === 'busy') setBusy(started.message);
    else if (started.kind === 'started') setName('');
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!starting && !(isOn && wrong > 0)) void start(isOn);
  };
  return (
    <form id={START_FORM} className={classes.form} onSubmit={submit}>
      <div className={classes.fields}>
        {common.map(({ path, word, term }) => (
          <TextInput
            key={path}
            size="xs"
            label={<Term word={word} {...(term ? { term } : {})} />}
            inputMode="decimal"
            placeholder={valueAt(plain, path)}
            value={fields[path] ?? ''}
            error={problemAt(problems, path)}
            onChange={({ currentTarget: { value } }) => setFields({ ...fields, [path]: value })}
          />
        ))}
      </div>
      <TextInput
        size="xs"
        label="Name"
        placeholder={file.name}
        maxLength={100}
        value={name}
        onChange={({ currentTarget: { value } }) => setName(value)}
      />
      <details className={classes.more}>
        <summary>More</summary>
        <TextInput
          size="xs"
          label="Tags, separated by commas"
          placeholder={file.tags.join(', ')}
          value={tags}
          onChange={({ currentTarget: { value } }) => setTags(value)}
        />
        <Textarea
          size="xs"
          label={<Term word="Other changes, one a line" term="overrides" />}
          placeholder="trainer.optimizer=sgd"
          autosize
          minRows={2}
          maxRows={6}
          spellCheck={false}
          value={lines}
          onChange={({ currentTarget: { value } }) => setLines(value)}
        />
      </details>
      {/* They change with every key: how many there are is said, not each of them. */}
      <p className="visually-hidden" role="status">
        {wrong > 0 && `${plural(wrong, 'problem')} in the settings`}
      </p>
      {problemsBeside(problems, common).map(({ path, message, line }) => (
        <p key={`${path.join('.')} ${message}`} className={classes.problem}>
          {path.length > 0 && <code>{path.join('.')}</code>} {message}
          {line !== null && ` (line ${line})`}
        </p>
      ))}
      {missing && <p className={classes.problem}>{missing.message}</p>}
      {isOn && (
        <>
          <BusyButton
            type="submit"
            variant="default"
            busy={starting}
            possible={wrong === 0}
            leftSection={<ListPlus size={16} aria-hidden />}
          >
            Start after the run that is on
          </BusyButton>
          <Note>One run at a time has this device’s power. This one waits in line.</Note>
        </>
      )}
      {busy !== null && <Busy message={busy} onQueue={() => void start(true)} onDone={() => setBusy(null)} />}
    </form>
  );
}

interface BusyProps {
  readonly message: string;
  readonly onQueue: () => void;
  readonly onDone: () => void;
}

/** Another tab was quicker. */
function Busy({ message, onQueue, onDone }: BusyProps) {
  const queue = useFocusOnMount<HTMLButtonElement>();
  return (
    <Question label="Another run is on" words={message}>
      <Button ref={queue} size="compact-sm" onClick={onQueue}>
        Wait in line
      </Button>
      <Button size="compact-sm" variant="default" onClick={onDone}>
        Not now
      </Button>
    </Question>
  );
}
