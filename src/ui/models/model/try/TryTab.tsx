// Trying a model: something is given to it in a type that its module reads, and its answer is shown in one it writes.

import { Button, NativeSelect, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { Upload } from 'lucide-react';
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { ModelDetail } from '../../../../wire/library';
import { BusyButton } from '../../../components/BusyButton';
import { CopyButton } from '../../../components/CopyButton';
import { formatBytes } from '../../../components/format';
import { Note, Section, Term } from '../../../components/Section';
import { AnswerView } from './AnswerView';
import { ask, exampleOf, type Outcome, restOf, TYPES } from './request';
import classes from './Try.module.css';

const SOURCES = [
  { value: 'text', label: 'Write it' },
  { value: 'file', label: 'A file' },
];

interface TryTabProps {
  readonly model: ModelDetail;
  /** How a stack of the model's own scripts is shown. */
  readonly stack?: (stack: string) => ReactNode;
}

export function TryTab({ model, stack }: TryTabProps) {
  const { id, kind } = model;
  const types = TYPES[kind];
  const [source, setSource] = useState(kind === 'image' ? 'file' : 'text');
  const [type, setType] = useState(types.content[0]);
  // Null: the example of the type.
  const [text, setText] = useState<string | null>(null);
  const [file, setFile] = useState<File | null>(null);
  const [accepted, setAccepted] = useState(types.accepted[0]);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [busy, setBusy] = useState(false);
  const list = useId();
  const answer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // On a phone it would come out of sight.
    if (outcome) answer.current?.scrollIntoView({ block: 'nearest' });
  }, [outcome]);
  const body = text ?? exampleOf(model, type);
  const rest = restOf(id, { content_type: type, accepted }, source === 'file' ? null : body);
  const possible = source === 'text' || file !== null;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || !possible) return;
    setBusy(true);
    try {
      const given = source === 'file' && file ? file : new Blob([body]);
      const bytes = new Uint8Array(await given.arrayBuffer());
      setOutcome(await ask(id, { bytes, content_type: type, accepted }));
    } catch (error) {
      // A file that changed on disk since it was chosen cannot be read any more.
      setOutcome({ kind: 'refused', error });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Section title="Ask the model">
      <form className={classes.form} onSubmit={(event) => void submit(event)}>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label="What it is given"
          data={SOURCES}
          value={source}
          onChange={setSource}
        />
        {source === 'file' ? (
          <FileField
            file={file}
            onFile={(chosen) => {
              setFile(chosen);
              if (chosen.type !== '') setType(chosen.type);
            }}
          />
        ) : (
          <Textarea
            size="xs"
            label="Input"
            classNames={{ input: type === 'text/plain' ? '' : (classes.source ?? '') }}
            autosize
            minRows={3}
            maxRows={16}
            value={body}
            onChange={({ currentTarget: { value } }) => setText(value)}
          />
        )}
        <TextInput
          size="xs"
          label={<Term word="It is" term="Content-Type" />}
          list={list}
          value={type}
          onChange={({ currentTarget: { value } }) => setType(value)}
        />
        <datalist id={list}>
          {types.content.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <NativeSelect
          size="xs"
          label={<Term word="Answer in" term="Accept" />}
          data={[...types.accepted, { value: '*/*', label: 'whatever it likes (*/*)' }]}
          value={accepted}
          onChange={({ currentTarget: { value } }) => setAccepted(value)}
        />
        <BusyButton type="submit" size="xs" busy={busy} possible={possible}>
          Predict
        </BusyButton>
      </form>
      {/* That there is one; why there is none is said by itself, and all of a long answer is not read out. */}
      <p className="visually-hidden" role="status">
        {busy ? 'Asking the model…' : outcome?.kind === 'answer' ? 'The model answered.' : ''}
      </p>
      <div ref={answer} className={classes.outcome}>
        {outcome && <AnswerView outcome={outcome} stack={stack} />}
      </div>
      <Note>What you give stays on this device.</Note>
      <details className={classes.rest}>
        <summary>The same by REST</summary>
        <pre data-testid="rest">{rest}</pre>
        <CopyButton size="compact-xs" text={rest} />
      </details>
    </Section>
  );
}

interface FileFieldProps {
  readonly file: File | null;
  readonly onFile: (file: File) => void;
}

function FileField({ file, onFile }: FileFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className={classes.file}>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="Choose a file to ask about"
        onChange={({ currentTarget }) => {
          const chosen = currentTarget.files?.[0];
          // Emptied, so that the same file can be chosen again.
          currentTarget.value = '';
          if (chosen) onFile(chosen);
        }}
      />
      <Button
        size="xs"
        variant="default"
        leftSection={<Upload size={14} aria-hidden />}
        onClick={() => input.current?.click()}
      >
        Choose a file
      </Button>
      <span className={classes.chosen}>{file ? `${file.name}, ${formatBytes(file.size)}` : 'None chosen yet'}</span>
    </div>
  );
}
