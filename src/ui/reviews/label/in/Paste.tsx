// Many texts at once from the clipboard: one a line, or a table.

import { SegmentedControl } from '@mantine/core';
import { type FormEvent, useId, useRef, useState } from 'react';
import { BusyButton } from '../../../components/BusyButton';
import { plural } from '../../../components/format';
import { Note } from '../../../components/Section';
import { heardPasted } from '../../language/arrivals';
import fields from '../Field.module.css';
import { addTexts, linesOf, offerTable } from './adding';
import classes from './In.module.css';

type Kind = 'lines' | 'table';

const KINDS: readonly { readonly value: Kind; readonly label: string }[] = [
  { value: 'lines', label: 'One review a line' },
  { value: 'table', label: 'A table (CSV, JSON lines)' },
];
/** The first line of a table names its columns: short, and with a mark between them. */
const TABLE = /^\s*(\{"|[^\n.!?]{1,80}[,\t;][^\n.!?]{0,80}\n.*[,\t;])/;

export function Paste() {
  // The field keeps its own text: a megabyte handed back and forth would hold up the page.
  const field = useRef<HTMLTextAreaElement>(null);
  const [empty, setEmpty] = useState(true);
  const [kind, setKind] = useState<Kind>('lines');
  const [busy, setBusy] = useState(false);
  const [added, setAdded] = useState<number | null>(null);
  const id = useId();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { current } = field;
    if (!current || empty || busy) return;
    const text = current.value;
    if (kind === 'table') {
      if (!(await offerTable(text))) return;
    } else {
      const texts = linesOf(text);
      setBusy(true);
      const done = await addTexts(texts, 'pasted');
      setBusy(false);
      if (!done) return;
      setAdded(texts.length);
      heardPasted(texts);
    }
    // What was written meanwhile stays.
    if (current.value !== text) return;
    current.value = '';
    setEmpty(true);
  };
  return (
    <form className={classes.paste} onSubmit={(event) => void submit(event)}>
      <label className={classes.caption} htmlFor={id}>
        Paste reviews
      </label>
      <textarea
        ref={field}
        id={id}
        className={fields.field}
        rows={5}
        spellCheck={false}
        placeholder="One review a line, or a table with a column of texts"
        onChange={(event) => {
          setEmpty(event.currentTarget.value.trim() === '');
          setAdded(null);
        }}
        onPaste={(event) => setKind(TABLE.test(event.clipboardData.getData('text').slice(0, 2000)) ? 'table' : 'lines')}
      />
      <div className={classes.bulk}>
        <SegmentedControl
          size="xs"
          aria-label="What is pasted"
          value={kind}
          data={[...KINDS]}
          onChange={(value) => setKind(value === 'table' ? 'table' : 'lines')}
        />
        <BusyButton type="submit" size="xs" possible={!empty} busy={busy}>
          {kind === 'table' ? 'Look at it' : 'Add them'}
        </BusyButton>
        <span role="status">{added !== null && <Note>{plural(added, 'review')} added.</Note>}</span>
      </div>
    </form>
  );
}
