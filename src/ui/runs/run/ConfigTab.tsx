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
  const file = useFile(run);
  if (!run.resolved) return <Note>Metrics from elsewhere come without a configuration.</Note>;
  const rows = [...flat(run.resolved)].filter(([path]) => !NAMES.has(path));
  const overridden = new Set(run.overrides.map((text) => text.split('=', 1)[0]!.trim()));
  const isGiven = (path: string) => within(overridden, path) || within(file?.given, path);
  const shown = rows.filter(([path]) => defaults || !file || isGiven(path));
  return (
    <Section
      title={run.config || 'Configuration'}
      aside={<CopyButton text={run.config_text}>Copy the file</CopyButton>}
    >
      {file?.changed && <Note>This is the file as it was when the run began. It has been changed since.</Note>}
      {file && (
        <Switch
          size="xs"
          label="With what the file leaves to defaults"
          checked={defaults}
          onChange={({ currentTarget: { checked } }) => setDefaults(checked)}
        />
      )}
      <dl className={classes.config} data-testid="config">
        {shown.map(([path, value]) => (
          <div key={path} data-default={(file && !isGiven(path)) || undefined}>
            <dt>
              <code>{path}</code>
              {within(overridden, path) && (
                <small>changed on start{file && `, the file says ${shownValue(file.values.get(path))}`}</small>
              )}
            </dt>
            <dd>{shownValue(value)}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

/** What the run's file says without what was changed on start. */
interface FileSays {
  /** Paths that it says itself; all else are defaults. */
  readonly given: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, unknown>;
  /** The file of that name says something else by now. */
  readonly changed: boolean;
}

/** Null before it is known, and where its text is none by itself: then all is shown alike. */
function useFile({ config, config_text }: RunDetail): FileSays | null {
  const [says, setSays] = useState<FileSays | null>(null);
  useEffect(() => {
    let left = false;
    const ask = async () => {
      const check = await service.configs.check(config_text);
      if (!check.ok) return null;
      const now = await service.configs.read(config).catch(() => null);
      const changed = now !== null && now.text !== config_text;
      return { given: new Set(check.given), values: flat(check.resolved), changed };
    };
    ask().then(
      (found) => !left && setSays(found),
      (error: unknown) => console.warn('The configuration could not be looked into.', error),
    );
    return () => {
      left = true;
    };
  }, [config, config_text]);
  return says;
}

/** The path, or a section or list that it lies in, is among them. */
function within(paths: ReadonlySet<string> | undefined, path: string): boolean {
  if (!paths) return false;
  const steps = path.split('.');
  return steps.some((_, i) => paths.has(steps.slice(0, i + 1).join('.')));
}
