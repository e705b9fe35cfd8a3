// What a model answered, or why it would not.

import { Button } from '@mantine/core';
import { Download } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { ServiceError } from '../../../../wire/errors';
import { CopyButton } from '../../../components/CopyButton';
import { downloadBlob } from '../../../components/download';
import { wordsOf } from '../../../components/errors';
import { formatBytes, formatMilliseconds } from '../../../components/format';
import { Note } from '../../../components/Section';
import { type Outcome, shownOf } from './request';
import classes from './Try.module.css';

interface AnswerViewProps {
  readonly outcome: Outcome;
  /** How a stack of the model's own scripts is shown. */
  readonly stack?: ((stack: string) => ReactNode) | undefined;
}

export function AnswerView({ outcome, stack }: AnswerViewProps) {
  if (outcome.kind === 'refused') return <Refused error={outcome.error} stack={stack} />;
  const { answer, ms } = outcome;
  const shown = shownOf(answer);
  return (
    <section className={classes.answer} aria-label="Answer">
      <p className={classes.facts}>
        <strong>Answer</strong>
        <span>{answer.content_type}</span>
        <span>{formatBytes(answer.bytes.length)}</span>
        <span>{formatMilliseconds(ms)}</span>
        {'text' in shown && <CopyButton size="compact-xs" text={new TextDecoder().decode(answer.bytes)} />}
      </p>
      {'file' in shown && shown.file.type.startsWith('image/') && <Picture file={shown.file} />}
      {'file' in shown ? (
        <Button
          size="xs"
          variant="default"
          leftSection={<Download size={14} aria-hidden />}
          onClick={() => downloadBlob(shown.file, 'answer')}
        >
          Save the answer
        </Button>
      ) : (
        <>
          {/* Long lines wrap and the panel scrolls: no box of its own to be scrolled by keyboard. */}
          <pre data-testid="answer">{shown.text}</pre>
          {shown.cut && <Note>Only the beginning is shown; copying takes all of it.</Note>}
        </>
      )}
      {answer.log && answer.log.length > 0 && <Logged text={answer.log.join('\n')} />}
    </section>
  );
}

/** What the model's own scripts logged meanwhile. */
function Logged({ text }: { readonly text: string }) {
  return (
    <section className={classes.answer} aria-label="Log of the answer">
      <p className={classes.facts}>
        <strong>Log</strong>
        <span>while it answered</span>
      </p>
      <pre data-testid="served-log">{text}</pre>
    </section>
  );
}

function Picture({ file }: { readonly file: Blob }) {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return <img className={classes.picture} src={url} alt="The model’s answer" data-testid="answer-picture" />;
}

function Refused({ error, stack }: { readonly error: unknown; readonly stack: AnswerViewProps['stack'] }) {
  const all = error instanceof ServiceError ? error.details.filter(({ message }) => message !== wordsOf(error)) : [];
  // Only people's own scripts log.
  const isLog = ({ field }: { readonly field: string }) => stack !== undefined && field === 'log';
  const log = all.find(isLog);
  const details = all.filter((detail) => !isLog(detail));
  return (
    <>
      <div className={classes.refused} role="alert">
        <strong>It did not answer</strong>
        <p>{wordsOf(error)}</p>
        {details.map(({ field, message }) =>
          stack && message.startsWith('    at ') ? (
            <div key={`${field}:${message}`}>
              In <code>{field}</code>:{stack(message)}
            </div>
          ) : (
            <p key={`${field}:${message}`}>
              <code>{field}</code> {message}
            </p>
          ),
        )}
      </div>
      {log && <Logged text={log.message} />}
    </>
  );
}
