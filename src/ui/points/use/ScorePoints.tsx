// Scores points that are not on the plane: typed or pasted, by the same reader as files.

import { Box, Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { service } from '../../../client';
import { readTable } from '../../../client/import';
import type { Scores } from '../../../wire/service';
import type { TableResult } from '../../../wire/table';
import { BusyButton } from '../../components/BusyButton';
import { downloadBlob, stampedName } from '../../components/download';
import { wordsOf } from '../../components/errors';
import { formatCount, formatPercent, plural } from '../../components/format';
import { Note } from '../../components/Section';
import { ComponentMark } from '../ComponentMark';
import { AUTO } from '../data/importing';
import { formatValue } from '../numbers';
import { usePoints } from '../store';
import { scoresCsv } from './scoresCsv';
import classes from './UseTab.module.css';

type Outcome =
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly message: string }
  | ({ readonly kind: 'scored' } & Scored);

const SHOWN = 100;

export function ScorePoints() {
  const columns = usePoints((state) => state.state?.dataset.columns ?? []);
  const features = usePoints((state) => state.state?.mixture?.n_features ?? 0);
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'none' });
  const score = async () => {
    setBusy(true);
    setOutcome(await scoreText(text, features, usePoints.getState().outlierLevel));
    setBusy(false);
  };
  return (
    <div className={classes.stack}>
      <Textarea
        size="xs"
        rows={3}
        label={`Rows of ${plural(features, 'number')}${columns.length === features ? `: ${columns.join(', ')}` : ''}`}
        placeholder={Array.from({ length: features }, (_, j) => `${j + 1}.5`).join(', ')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
      <BusyButton size="xs" variant="light" busy={busy} possible={text.trim() !== ''} onClick={() => void score()}>
        Score them
      </BusyButton>
      {outcome.kind === 'failed' && (
        <p className={classes.problem} role="alert">
          {outcome.message}
        </p>
      )}
      <div className={classes.said} role="status">
        {outcome.kind === 'scored' && <Note>{inWords(outcome)}</Note>}
      </div>
      {outcome.kind === 'scored' && <ScoreTable {...outcome} />}
    </div>
  );
}

async function scoreText(text: string, features: number, level: number): Promise<Outcome> {
  try {
    const table = await readTable(new Blob([text]), AUTO, () => {}, new AbortController().signal);
    if (table.points.d !== features) {
      const message = `The model needs ${plural(features, 'number')} a row; here ${table.points.d} were found.`;
      return { kind: 'failed', message };
    }
    return { kind: 'scored', table, level, scores: await service.points.score(table.points, level) };
  } catch (error) {
    return { kind: 'failed', message: wordsOf(error) };
  }
}

interface Scored {
  readonly table: TableResult;
  /** Share of the model's own samples that would be called outliers. */
  readonly level: number;
  readonly scores: Scores;
}

function inWords({ table: { points, skipped }, level, scores }: Scored): string {
  const outliers = scores.outlier.reduce((sum, value) => sum + value, 0);
  const left = skipped > 0 ? `; ${plural(skipped, 'row')} skipped` : '';
  return `${plural(points.n, 'point')}, ${plural(outliers, 'outlier')} at ${formatValue(100 * level, 3)} %${left}.`;
}

function ScoreTable({ table, scores }: Omit<Scored, 'level'>) {
  const { points } = table;
  const k = scores.responsibilities.length / Math.max(1, points.n);
  const names = table.columns.filter((column) => column.kept).map((column) => column.name);
  const download = () => downloadBlob(scoresCsv(points, names, scores), `${stampedName('scores', new Date())}.csv`);
  return (
    <>
      <Box className={classes.scroll ?? ''} tabIndex={0} role="group" aria-label="Scores">
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Row</th>
              <th scope="col">Group</th>
              <th scope="col">Share</th>
              <th scope="col">ln density</th>
              <th scope="col">Outlier</th>
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: Math.min(SHOWN, points.n) }, (_, i) => i).map((i) => (
              <tr key={i}>
                <th scope="row">{i + 1}</th>
                <td>
                  <ComponentMark index={scores.labels[i]} /> {scores.labels[i] + 1}
                </td>
                <td>{formatPercent(scores.responsibilities[i * k + scores.labels[i]])}</td>
                <td>{formatValue(scores.log_density[i])}</td>
                <td>{scores.outlier[i] ? 'yes' : 'no'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Box>
      {points.n > SHOWN && <Note>The first {formatCount(SHOWN)} are shown; the file has all.</Note>}
      <Button size="xs" variant="default" onClick={download}>
        Scores as CSV
      </Button>
    </>
  );
}
