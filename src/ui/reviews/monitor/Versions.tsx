// Every version there is: what it came from, what it learnt from, how it was judged. Any of them can serve again.

import { Button } from '@mantine/core';
import { service } from '../../../client';
import type { VersionInfo } from '../../../wire/retrain';
import { attempt } from '../../components/attempt';
import { formatDate, formatPercent, plural } from '../../components/format';
import { Section } from '../../components/Section';
import classes from './Monitor.module.css';
import { useMonitor } from './store';
import { ROLE_WORDS } from './words';

export function Versions() {
  const versions = useMonitor((all) => all.retrain?.versions);
  if (!versions || versions.length === 0) return null;
  return (
    <Section title="Versions">
      <ul className={classes.versions} data-testid="versions">
        {versions.map((version) => (
          <Version key={version.model} version={version} />
        ))}
      </ul>
    </Section>
  );
}

function Version({ version }: { readonly version: VersionInfo }) {
  const { model, name, role, ancestors, passed } = version;
  const serves = role === 'champion';
  return (
    <li className={classes.version} data-serving={serves || undefined}>
      <div>
        <p className={classes.title}>
          {name}
          <span className={classes.role}>{ROLE_WORDS[role]}</span>
        </p>
        <p className={classes.quiet}>{facts(version).join(' · ')}</p>
        {ancestors[0] && <p className={classes.quiet}>from {ancestors[0].name}</p>}
      </div>
      <div className={classes.row}>
        {passed !== null && (
          <Button size="xs" variant="subtle" onClick={() => void openReport(model)}>
            Report
          </Button>
        )}
        {!serves && (
          <Button size="xs" variant="default" onClick={() => void serve(version)}>
            {serveWords(version)}
          </Button>
        )}
      </div>
    </li>
  );
}

function serveWords({ role, served }: VersionInfo): string {
  if (role === 'candidate') return 'Serve it all the same';
  return served.length > 0 ? 'Serve it again' : 'Serve it';
}

function facts({ role, created_at, data, accuracy, seed, training, served }: VersionInfo): string[] {
  const when = served.at(-1);
  return [
    ...(data ? [`learnt from ${plural(data.new_texts, 'new text')} and ${plural(data.old_texts, 'old one')}`] : []),
    ...(data && data.datasets.length > 0 ? [`old ones from ${data.datasets.join(', ')}, too`] : []),
    ...(accuracy === null ? [] : [`${formatPercent(accuracy)} right`]),
    ...(training ? [`${plural(training.epochs, 'epoch')}, learning rate ${training.learning_rate}`] : []),
    ...(seed === null ? [] : [`seed ${seed}`]),
    when
      ? `${role === 'champion' ? 'serves since' : 'served from'} ${formatDate(when)}`
      : `made ${formatDate(created_at)}`,
  ];
}

async function openReport(model: string): Promise<void> {
  const report = await attempt('open the report', () => service.retrain.report(model));
  if (report) useMonitor.setState({ opened: report });
}

function serve({ model, role }: VersionInfo): Promise<unknown> {
  return role === 'candidate'
    ? attempt('let it serve', () => service.retrain.promote(model))
    : attempt('go back to it', () => service.retrain.rollBack(model));
}
