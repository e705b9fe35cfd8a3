// Tables kept for replaying: dropped here, chosen by name, with the column that is to be predicted.

import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { service } from '../../../client';
import type { StreamFile } from '../../../wire/stream';
import { attempt } from '../../components/attempt';
import { FileDrop } from '../../components/FileDrop';
import { formatBytes, plural } from '../../components/format';
import { ItemTools } from '../../components/items/ItemTools';
import { Note, Term } from '../../components/Section';
import { useStream } from '../store';
import classes from './Setup.module.css';
import type { SourcePart } from './SourceFields';

export function FileFields({ source, change }: SourcePart) {
  const files = useStream((ui) => ui.state?.files) ?? [];
  const [reading, setReading] = useState(false);
  const chosen = files.find(({ id }) => id === source.file?.id) ?? null;
  const choose = (file: StreamFile) => change({ file: { id: file.id, target: likelyTarget(file.columns) } });
  const add = async (file: File) => {
    setReading(true);
    const kept = await attempt('read the file', () => service.stream.addFile(file.name, file));
    setReading(false);
    if (kept) choose(kept);
  };
  return (
    <div className={classes.stack}>
      <FileDrop
        accept=".csv,.tsv,.txt,.json,.jsonl,.ndjson,text/csv,application/json,application/x-ndjson"
        label={reading ? 'Reading…' : 'Choose a file'}
        disabled={reading}
        onFile={(file) => void add(file)}
      >
        or drop one here: CSV, TSV or JSON, with names of columns
      </FileDrop>
      {files.length > 0 && (
        <NativeSelect
          size="xs"
          label="File"
          data={[
            ...(chosen ? [] : [{ value: '', label: 'Choose…' }]),
            ...files.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={chosen?.id ?? ''}
          onChange={(event) => {
            const file = files.find(({ id }) => id === event.currentTarget.value);
            if (file) choose(file);
          }}
        />
      )}
      {chosen && (
        <>
          <NativeSelect
            size="xs"
            label={<Term word="Predict the column" term="y" />}
            data={[...chosen.columns]}
            value={source.file?.target ?? ''}
            onChange={(event) => change({ file: { id: chosen.id, target: event.currentTarget.value } })}
          />
          <ChosenFile file={chosen} onRemoved={() => change({ file: null })} />
        </>
      )}
    </div>
  );
}

function ChosenFile({ file, onRemoved }: { readonly file: StreamFile; readonly onRemoved: () => void }) {
  const { id, name, rows, columns, bytes } = file;
  const remove = () => attempt('delete the file', () => service.stream.removeFile(id).then(onRemoved));
  return (
    <div className={classes.row}>
      <Note>
        {plural(rows, 'row')} × {plural(columns.length, 'column')}, {formatBytes(bytes)}
      </Note>
      <ItemTools name={name} remove={remove} />
    </div>
  );
}

/** A column that is called as targets often are; else the last. */
export function likelyTarget(columns: readonly string[]): string {
  const usual = /^(y|target|label|class|species|outcome)$/i;
  return columns.find((name) => usual.test(name.trim())) ?? columns[columns.length - 1] ?? '';
}
