// The configuration of a run as it was resolved at the start: what its file or the start said itself stands out from the
// defaults.

import { Switch } from '@mantine/core';
import { useEffect, useState } from 'react';
import { service } from '../../../client';
import type { RunDetail } from '../../../wire/runs';
import { CopyButton } from '../../components/CopyButton';
import { Note, Section } from '../../components/Section';
import { flat, NAMES, shownValue } from '../compare/difference';
import classes from './Run.module.css';

export function ConfigTab({ run }: { readonly run: RunDetail }) {
  const [defaults, setDefaults] = useState(false);
  const given = useGiven(run);
  if (!run.resolved) return <Note>Metrics from elsewhere come without a configuration.</Note>;
  const rows = [...flat(run.resolved)].filter(([path]) => !NAMES.has(path));
  const overridden = new Set(run.overrides.map((text) => text.split('=', 1)[0]!.trim()));
  const isGiven = (path: string) => within(overridden, path) || within(given, path);
  const shown = rows.filter(([path]) => defaults || given === null || isGiven(path));
  return (
    <Section
      title={run.config || 'Configuration'}
      aside={<CopyButton text={run.config_text}>Copy the file</CopyButton>}
    >
      {run.overrides.length > 0 && (
        <div>
          <Note>Changed on start:</Note>
          <ul className={classes.overrides}>
            {run.overrides.map((text) => (
              <li key={text}>
                <code>{text}</code>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Switch
        size="xs"
        label="With what the file leaves to defaults"
        checked={defaults}
        onChange={({ currentTarget: { checked } }) => setDefaults(checked)}
      />
      <dl className={classes.config} data-testid="config">
        {shown.map(([path, value]) => (
          <div key={path} data-default={(given !== null && !isGiven(path)) || undefined}>
            <dt>
              <code>{path}</code>
              {within(overridden, path) && <small>changed on start</small>}
            </dt>
            <dd>{shownValue(value)}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

/** Paths that the file says itself; null before that is known, or where its text is none. */
function useGiven({ config_text, overrides }: RunDetail): ReadonlySet<string> | null {
  const [given, setGiven] = useState<ReadonlySet<string> | null>(null);
  useEffect(() => {
    let left = false;
    service.configs.check(config_text, overrides).then(
      (check) => !left && setGiven(check.ok ? new Set(check.given) : null),
      // Then all of it is shown alike.
      () => {},
    );
    return () => {
      left = true;
    };
  }, [config_text, overrides]);
  return given;
}

/** The path, or a section or list that it lies in, is among them. */
function within(paths: ReadonlySet<string> | null, path: string): boolean {
  if (!paths) return false;
  const steps = path.split('.');
  return steps.some((_, i) => paths.has(steps.slice(0, i + 1).join('.')));
}
