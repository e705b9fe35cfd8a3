// The datasets there are, newest first, and the ways to one more.

import { Button } from '@mantine/core';
import { Plus, Tags } from 'lucide-react';
import { useState } from 'react';
import type { DatasetSummary } from '../../../../wire/datasets';
import { formatBytes, formatCount, plural } from '../../../components/format';
import { LinkFacts, LinkItem, Links } from '../../../components/items/Links';
import { ImportProgress, underWay } from '../import/ImportProgress';
import { totalsOf } from '../look/judge';
import { useDatasets } from '../store';
import { FromLabels } from './FromLabels';
import classes from './List.module.css';
import { linkTo, NEW } from './place';

interface Props {
  readonly datasets: readonly DatasetSummary[];
  /** Id of the dataset on show, NEW for the import form. */
  readonly shown: string;
}

export function DatasetList({ datasets, shown }: Props) {
  const importing = useDatasets((state) => state.state?.importing);
  const [labels, setLabels] = useState(false);
  return (
    <Links
      label="Datasets"
      ways={
        <>
          <div className={classes.ways}>
            <Button
              component="a"
              href={linkTo(NEW)}
              size="xs"
              variant={shown === NEW ? 'light' : 'filled'}
              aria-current={shown === NEW ? 'page' : undefined}
              leftSection={<Plus size={14} aria-hidden />}
            >
              Import another
            </Button>
            <Button
              size="xs"
              variant="default"
              aria-expanded={labels}
              leftSection={<Tags size={14} aria-hidden />}
              onClick={() => setLabels(!labels)}
            >
              From my labels
            </Button>
          </div>
          {labels && <FromLabels onDone={() => setLabels(false)} />}
          {importing && underWay(importing) && shown !== NEW && <ImportProgress status={importing} />}
        </>
      }
    >
      {datasets.map(({ id, name, n, bytes, source, created_at, figures }) => (
        <LinkItem key={id} href={linkTo(id)} name={name} current={id === shown}>
          <LinkFacts>
            {plural(n, 'text')}, {balanceWords(figures)}
          </LinkFacts>
          <LinkFacts>
            {formatBytes(bytes)} · {shortDate(created_at)} · <bdi>{source}</bdi>
          </LinkFacts>
        </LinkItem>
      ))}
    </Links>
  );
}

function balanceWords(figures: DatasetSummary['figures']): string {
  const { positive, negative } = totalsOf(figures);
  return positive + negative === 0 ? 'no labels' : `${formatCount(positive)} + / ${formatCount(negative)} −`;
}

function shortDate(iso: string): string {
  return new Date(iso).toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
}
