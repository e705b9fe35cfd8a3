// What came back: status, time, size, and the answer itself.

import { Button } from '@mantine/core';
import { CircleAlert, CircleCheck, Download } from 'lucide-react';
import { downloadBlob } from '../components/download';
import { formatBytes, formatMilliseconds } from '../components/format';
import classes from './ApiPage.module.css';
import type { Reply } from './request';

export function ReplyView({ reply }: { readonly reply: Reply }) {
  const { ok, ms, bytes, content } = reply;
  const Icon = ok ? CircleCheck : CircleAlert;
  return (
    <section aria-label="Answer">
      <p className={classes.outcome}>
        <span className={ok ? classes.good : classes.bad}>
          <Icon size={16} aria-hidden /> {outcomeOf(reply)}
        </span>
        <span>{formatMilliseconds(ms)}</span>
        <span>{formatBytes(bytes)}</span>
      </p>
      {'file' in content ? (
        <Button
          variant="default"
          leftSection={<Download size={15} aria-hidden />}
          onClick={() => downloadBlob(content.file, content.name)}
        >
          Save the file
        </Button>
      ) : (
        <>
          {/* Long lines wrap and the page scrolls: no box of its own to be scrolled by keyboard. */}
          <pre className={classes.answer}>{content.text}</pre>
          {content.cut && <p className={classes.cut}>Only the beginning is shown; fetch() gets all of it.</p>}
        </>
      )}
    </section>
  );
}

/** "200 OK", "422 Error" */
export function outcomeOf({ status, ok }: Reply): string {
  return `${status} ${ok ? 'OK' : 'Error'}`;
}
