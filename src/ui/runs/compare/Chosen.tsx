// The runs that are compared: each with its line, to be pointed at or taken out, and others to be added.

import { NativeSelect } from '@mantine/core';
import { X } from 'lucide-react';
import { useRef } from 'react';
import type { RunSummary } from '../../../wire/runs';
import { Tool } from '../../components/items/ItemTools';
import { LineIcon } from '../../components/metrics/LineIcon';
import { formatBegun, formatValue } from '../../components/metrics/words';
import { Note, Section } from '../../components/Section';
import { PanelBody } from '../../components/work/PanelBody';
import { focusBeside } from '../focusBeside';
import { ImportCsv } from '../ImportCsv';
import { useRuns } from '../store';
import { becomePlace, hashOf } from '../views';
import { bestOf, headlineOf } from '../words';
import classes from './Compare.module.css';

interface ChosenProps {
  readonly ids: readonly string[];
  readonly runs: readonly RunSummary[];
  readonly onHighlight: (id: string | null) => void;
}

export function Chosen({ ids, runs, onHighlight }: ChosenProps) {
  const list = useRef<HTMLUListElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const all = useRuns((ui) => ui.runs);
  const become = (next: readonly string[]) => becomePlace({ view: 'compare', ids: next });
  const others = (all ?? []).filter((run) => !run.archived && !ids.includes(run.id));
  const gone = all === null ? 0 : ids.length - runs.length;
  return (
    <PanelBody>
      <Section title="Compared runs" titleRef={title}>
        <ul ref={list} className={classes.chosen} data-testid="compared">
          {runs.map((run, style) => (
            <li
              key={run.id}
              onPointerEnter={() => onHighlight(run.id)}
              onPointerLeave={() => onHighlight(null)}
              onFocus={() => onHighlight(run.id)}
              onBlur={() => onHighlight(null)}
            >
              <LineIcon style={style} />
              <span className={classes.who}>
                <a href={hashOf({ view: 'run', id: run.id })}>{run.name}</a>
                <small>{factsOf(run)}</small>
              </span>
              <Tool
                icon={X}
                label="Take out"
                of={run.name}
                onClick={() => {
                  focusBeside(list.current, style, title);
                  become(ids.filter((id) => id !== run.id));
                }}
              />
            </li>
          ))}
        </ul>
        {gone > 0 && <Note>{gone === 1 ? 'One run is' : `${gone} runs are`} not on this device any more.</Note>}
        <NativeSelect
          size="xs"
          label="Add a run"
          disabled={others.length === 0}
          data={[
            { value: '', label: all && others.length === 0 ? 'There are no others' : 'Choose…' },
            ...others.map((run) => ({ value: run.id, label: `${run.name} · ${formatBegun(run.created_at)}` })),
          ]}
          value=""
          onChange={({ currentTarget: { value } }) => value !== '' && become([...ids, value])}
        />
        {runs.length > 1 && <Note>Point at a run to make its line stand out.</Note>}
      </Section>
      <ImportCsv onImported={(id) => become([...ids, id])} />
    </PanelBody>
  );
}

function factsOf(run: RunSummary): string {
  const column = headlineOf(run);
  const best = column === null ? null : `best ${column} ${formatValue(bestOf(run, column), column)}`;
  return [formatBegun(run.created_at), best].filter(Boolean).join(' · ');
}
