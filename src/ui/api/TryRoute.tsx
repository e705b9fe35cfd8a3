// The form to try a route, and what it answered.

import { Checkbox, FileInput, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { Send } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { ApiParameter } from '../../wire/openapi';
import { BusyButton } from '../components/BusyButton';
import { CopyButton } from '../components/CopyButton';
import { wordsOf } from '../components/errors';
import { formatBytes } from '../components/format';
import classes from './ApiPage.module.css';
import { outcomeOf, ReplyView } from './ReplyView';
import { indent, type Reply, send } from './request';
import { asFetch, bodyOf, type Operation, urlOf } from './spec';

interface TryRouteProps {
  readonly prefix: string;
  readonly operation: Operation;
}

type Outcome = { readonly reply: Reply } | { readonly failure: string } | null;

export function TryRoute({ prefix, operation }: TryRouteProps) {
  const { parameters = [] } = operation;
  const body = bodyOf(operation);
  const [values, setValues] = useState(() => initialValues(parameters));
  const [text, setText] = useState(() => (body?.type === 'json' ? indent(JSON.stringify(body.content.example)) : ''));
  const [file, setFile] = useState<File | null>(null);
  const [agreed, setAgreed] = useState(false);
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>(null);

  const url = urlOf(prefix, operation, values);
  const irreversible = operation['x-irreversible'] === true;
  const ready = (!irreversible || agreed) && (body?.type !== 'file' || file !== null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready || busy) return;
    setBusy(true);
    try {
      setOutcome({ reply: await send(url, operation, body?.type === 'json' ? text : file) });
      setAgreed(false);
    } catch (error) {
      setOutcome({ failure: wordsOf(error) });
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      <form className={classes.form} onSubmit={(event) => void submit(event)}>
        {parameters.map((parameter) => (
          <ParameterInput
            key={parameter.name}
            parameter={parameter}
            value={values[parameter.name] ?? ''}
            onChange={(value) => setValues({ ...values, [parameter.name]: value })}
          />
        ))}
        {body?.type === 'json' && <JsonInput value={text} onChange={setText} />}
        {body?.type === 'file' && (
          <FileInput label="File" placeholder="Choose a file" value={file} onChange={setFile} clearable />
        )}
        {irreversible && (
          <Checkbox
            label="Yes, really: this cannot be undone"
            checked={agreed}
            onChange={(event) => setAgreed(event.currentTarget.checked)}
          />
        )}
        <div className={classes.actions}>
          <BusyButton type="submit" busy={busy} possible={ready} leftSection={<Send size={15} aria-hidden />}>
            Send
          </BusyButton>
          {body?.type !== 'file' && (
            <CopyButton size="sm" text={() => asFetch(url, operation, body ? text : null)}>
              Copy as fetch()
            </CopyButton>
          )}
        </div>
      </form>
      <OutcomeView outcome={outcome} busy={busy} />
    </>
  );
}

function OutcomeView({ outcome, busy }: { readonly outcome: Outcome; readonly busy: boolean }) {
  return (
    <>
      {/* An answer can be pages long: it is told of, and read where it stands. */}
      <p role="status" className="visually-hidden">
        {!busy && outcome && 'reply' in outcome && `${outcomeOf(outcome.reply)}, ${formatBytes(outcome.reply.bytes)}`}
      </p>
      {outcome && 'failure' in outcome && (
        <p role="alert" className={classes.failure}>
          The request did not get through: {outcome.failure} If it keeps happening, reload the page.
        </p>
      )}
      {outcome && 'reply' in outcome && <ReplyView reply={outcome.reply} />}
    </>
  );
}

function initialValues(parameters: readonly ApiParameter[]): Record<string, string> {
  return Object.fromEntries(
    parameters.map(({ name, example, required, schema }) => [
      name,
      example ?? (required ? String(schema.enum?.[0] ?? '') : ''),
    ]),
  );
}

interface InputProps {
  readonly value: string;
  onChange(value: string): void;
}

function ParameterInput({ parameter, value, onChange }: InputProps & { readonly parameter: ApiParameter }) {
  const { name, description, required, schema } = parameter;
  const shared = { label: name, description, value, required };
  if (!schema.enum) return <TextInput {...shared} onChange={(event) => onChange(event.currentTarget.value)} />;
  const choices = schema.enum.map(String);
  return (
    <NativeSelect
      {...shared}
      data={required ? choices : ['', ...choices]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function JsonInput({ value, onChange }: InputProps) {
  return (
    <Textarea
      label="Body, as JSON"
      classNames={{ input: classes.code ?? '' }}
      autosize
      minRows={4}
      maxRows={18}
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
