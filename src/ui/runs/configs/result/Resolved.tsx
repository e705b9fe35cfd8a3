// The whole configuration, a row a value: what the file says, and, dimmed, what it leaves to defaults.

import { memo } from 'react';
import type { PlainConfig } from '../../../../wire/configs';
import classes from './Result.module.css';

interface ResolvedProps {
  readonly resolved: PlainConfig;
  /** Paths of what the file or the changes of this run say. */
  readonly given: readonly string[];
}

export const Resolved = memo(function Resolved({ resolved, given }: ResolvedProps) {
  return (
    <div className={classes.resolved} data-testid="config-resolved">
      <Rows values={resolved} path="" given={new Set(given)} />
    </div>
  );
});

interface RowsProps {
  readonly values: object;
  readonly path: string;
  readonly given: ReadonlySet<string>;
}

function Rows({ values, path, given }: RowsProps) {
  return (
    <dl>
      {Object.entries(values).map(([key, value]: [string, unknown]) => {
        const here = path === '' ? key : `${path}.${key}`;
        return isSection(value) ? (
          <div key={key} className={classes.section}>
            <dt>{key}</dt>
            <dd>
              <Rows values={value} path={here} given={given} />
            </dd>
          </div>
        ) : (
          <div key={key} className={classes.row} data-default={!given.has(here) || undefined}>
            <dt>{key}</dt>
            <dd>
              {inWords(value)}
              {!given.has(here) && <span className="visually-hidden"> (default)</span>}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function isSection(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function inWords(value: unknown): string {
  if (value === null) return 'none';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(inWords).join(', ');
  if (isSection(value)) {
    return Object.entries(value)
      .map(([key, inner]) => `${key} ${inWords(inner)}`)
      .join(', ');
  }
  return value === '' ? 'none' : String(value);
}
