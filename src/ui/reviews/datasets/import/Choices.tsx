// What was found in a source, and what shall become of it: a name, for tables the columns, then the import.

import { Button, TextInput } from '@mantine/core';
import { shortened } from '../../../../ml/text/beginning';
import type { ImportPeek } from '../../../../wire/datasets';
import { BusyButton } from '../../../components/BusyButton';
import { Note } from '../../../components/Section';
import { FoundForm } from '../../../components/source/FoundForm';
import type { Into, Ready } from '../store';
import classes from './Import.module.css';
import { change, closeForm } from './importing';
import { TableChoices } from './TableChoices';

interface Props {
  readonly into: Into;
  readonly form: Ready;
  /** Another import is under way. */
  readonly busy: boolean;
  readonly onSubmit: () => void;
}

export function Choices({ into, form, busy, onSubmit }: Props) {
  const { peek, folder, columns, name, starting } = form;
  const buttons = (
    <>
      <BusyButton type="submit" busy={starting} possible={!busy}>
        Import
      </BusyButton>
      <Button variant="default" disabled={starting} onClick={() => closeForm(into)}>
        Not this
      </Button>
      {busy && <Note>One import at a time: it can begin when the other has ended.</Note>}
    </>
  );
  return (
    <FoundForm found={foundWords(peek, folder)} onSubmit={() => !busy && onSubmit()} buttons={buttons}>
      {peek.kind === 'table' && columns && (
        <TableChoices peek={peek} columns={columns} onChange={(next) => change(into, { columns: next })} />
      )}
      {peek.kind === 'texts' && <Examples examples={peek.examples} />}
      <TextInput
        size="xs"
        label={into === 'reviews' ? 'Where they come from' : 'Name of the dataset'}
        maxLength={100}
        value={name}
        onChange={(event) => change(into, { name: event.currentTarget.value })}
      />
    </FoundForm>
  );
}

const FORMATS: Readonly<Record<ImportPeek['format'], string>> = {
  csv: 'A table of comma-separated values',
  tsv: 'A table of tab-separated values',
  jsonl: 'JSON lines',
  json: 'A JSON file',
  'tar.gz': 'An archive (.tar.gz)',
  tar: 'An archive (.tar)',
  zip: 'An archive (.zip)',
  folder: 'A folder',
};

function foundWords(peek: ImportPeek, folder: boolean): string {
  const what = FORMATS[folder && peek.kind === 'texts' ? 'folder' : peek.format];
  if (peek.kind === 'texts') return `${what} of text files, sorted into folders by part and label.`;
  const columns = peek.columns.length === 1 ? 'one column' : `${peek.columns.length} columns`;
  return `${what} with ${columns}, ${peek.encoding}.`;
}

function Examples({ examples }: { readonly examples: readonly string[] }) {
  if (examples.length === 0) return null;
  return (
    <div>
      <p className={classes.caption}>For example</p>
      <ul className={classes.examples}>
        {[...new Set(examples)].slice(0, 6).map((example) => (
          <li key={example}>
            <bdi>{shortened(example, 200)}</bdi>
          </li>
        ))}
      </ul>
    </div>
  );
}
