// How much is stored, of what, and whether the browser will keep it when the disk runs short.

import { Button, Skeleton } from '@mantine/core';
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { requestPersistence } from '../../client';
import type { StorageState } from '../../wire/service';
import { formatBytes, formatCount } from '../components/format';
import { showError } from '../components/notify';
import { useFocusStays } from '../components/useFocusStays';
import { marksOf } from './marks';
import { Section } from './Section';
import classes from './StorageSection.module.css';
import { refreshStorage, useStorage } from './storageState';

/** Above this share of the quota the page warns. */
const TIGHT = 0.8;

export function StorageSection() {
  const { state, error } = useStorage();
  const rest = useFocusStays<HTMLDivElement>();
  return (
    <Section
      title="Storage"
      about="All of it is in this browser, for this address alone. Other browsers and devices have none of it."
    >
      {state ? <Usage state={state} /> : error ? <Failure message={error} /> : <Skeleton height={96} />}
      {state && (
        <div ref={rest} tabIndex={-1}>
          <Persistence persisted={state.persisted} />
        </div>
      )}
    </Section>
  );
}

function Failure({ message }: { readonly message: string }) {
  return (
    <div role="alert">
      <p className={classes.failure}>How much is stored cannot be read at present: {message}</p>
      <Button variant="default" size="xs" onClick={() => void refreshStorage()}>
        Try again
      </Button>
    </div>
  );
}

function Usage({ state }: { readonly state: StorageState }) {
  const known = state.parts.reduce((sum, part) => sum + part.bytes, 0);
  // The browser pads its estimate, and may lag behind: never less than what is known to be there.
  const rest = Math.max(0, state.usage - known);
  const rows = [
    ...state.parts.map((part) => ({ ...part, count: formatCount(part.count) })),
    { label: 'The app itself, for use offline', count: '', bytes: rest },
  ];
  const { marks, others } = marksOf(rows);
  const share = state.quota > 0 ? state.usage / state.quota : 0;
  return (
    <div className={classes.usage}>
      <p className={classes.total}>
        <strong>{formatBytes(state.usage)}</strong>
        {state.quota > 0 && <> of the {formatBytes(state.quota)} that the browser allows</>}
      </p>
      <div className={classes.bar} aria-hidden="true">
        {rows.map(({ label, bytes }) => {
          const mark = marks.get(label);
          return mark === undefined ? null : <span key={label} data-mark={mark} style={{ flexGrow: bytes }} />;
        })}
        {others > 0 && <span data-mark="others" style={{ flexGrow: others }} />}
      </div>
      <table className={classes.parts}>
        <caption className="visually-hidden">What is stored on this device</caption>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Kind</th>
            <th scope="col">Number</th>
            <th scope="col">Size</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.label}>
              <th scope="row">
                <span className={classes.key} data-mark={marks.get(row.label)} aria-hidden="true" />
                {row.label}
              </th>
              <td>{row.count}</td>
              <td>{formatBytes(row.bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {others > 0 && (
        <p className={classes.others} aria-hidden="true">
          <span className={classes.key} data-mark="others" />
          In the bar: all without a mark, together {formatBytes(others)}
        </p>
      )}
      {share > TIGHT && (
        <p className={classes.warning} role="alert">
          Space is getting short. What is stored is safe; saving more may fail. Download a back-up, then delete models
          that are no longer needed or free space on the disk.
        </p>
      )}
    </div>
  );
}

function Persistence({ persisted }: { readonly persisted: boolean }) {
  const [answer, setAnswer] = useState<'none' | 'declined'>('none');

  const ask = async () => {
    try {
      setAnswer((await requestPersistence()) ? 'none' : 'declined');
      await refreshStorage();
    } catch (error) {
      showError(error, 'ask the browser to keep the data');
    }
  };

  if (persisted) {
    return (
      <p className={classes.kept}>
        <ShieldCheck size={18} aria-hidden className={classes.good} />
        <span>Kept: the browser deletes it only when you say so.</span>
      </p>
    );
  }
  return (
    <div className={classes.kept} data-testid="persistence">
      <ShieldAlert size={18} aria-hidden className={classes.warn} />
      <div>
        <p>Not guaranteed: the browser may delete it when the disk runs short.</p>
        <Button size="xs" variant="default" onClick={() => void ask()}>
          Ask the browser to keep it
        </Button>
        <p aria-live="polite" className={classes.answer}>
          {answer === 'declined' &&
            'The browser declined. Browsers agree more readily to sites that are installed, bookmarked or often used. Until then, take a back-up now and again.'}
        </p>
      </div>
    </div>
  );
}
