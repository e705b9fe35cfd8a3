// Two models beside each other: their figures, their layers, and how far their weights are apart.

import { Skeleton } from '@mantine/core';
import { GitCompareArrows } from 'lucide-react';
import { useEffect, useState } from 'react';
import { service } from '../../../client';
import type { LibraryModel, ModelComparison } from '../../../wire/library';
import { EmptyState } from '../../components/EmptyState';
import { wordsOf } from '../../components/errors';
import { Parts, Trouble } from '../../components/part/Part';
import { WorkPage } from '../../components/work/WorkPage';
import { Head } from '../Head';
import { useModels } from '../store';
import { Chosen } from './Chosen';
import classes from './Compare.module.css';
import { Changes, Figures, Layers } from './tables';

export function CompareView({ ids }: { readonly ids: readonly string[] }) {
  const models = useModels((ui) => ui.models);
  const pair = ids.flatMap((id) => models?.find((model) => model.id === id) ?? []);
  const [a, b] = pair;
  return (
    <WorkPage head={<Head view="compare" />} panel={<Chosen ids={ids} />} scrolls workTestId="comparison">
      {a && b ? (
        <Compared key={`${a.id} ${b.id}`} a={a} b={b} />
      ) : models === null ? (
        <Skeleton height={200} />
      ) : (
        <EmptyState icon={GitCompareArrows} title="Choose two models to compare">
          Choose them here at the side, or two in the list: their layers stand beside each other, with how far every
          tensor of the one is from that of the other.
        </EmptyState>
      )}
    </WorkPage>
  );
}

function Compared({ a, b }: { readonly a: LibraryModel; readonly b: LibraryModel }) {
  const found = useComparison(a.id, b.id);
  if (typeof found === 'string') {
    return <Trouble>They could not be compared: {found}</Trouble>;
  }
  if (found === null) return <Skeleton height={320} />;
  const names = { a: a.name, b: b.name === a.name ? `${b.name} (second)` : b.name };
  return (
    <Parts>
      <p className={classes.sentence}>{inWords(found)}</p>
      <Figures metrics={found.metrics} names={names} />
      <Layers layers={found.layers} names={names} />
      <Changes weights={found.weights} />
    </Parts>
  );
}

/** Null before it is known; a sentence where it cannot be had. */
function useComparison(a: string, b: string): ModelComparison | string | null {
  const [found, setFound] = useState<ModelComparison | string | null>(null);
  useEffect(() => {
    let left = false;
    service.library.compare(a, b).then(
      (comparison) => !left && setFound(comparison),
      (error: unknown) => !left && setFound(wordsOf(error)),
    );
    return () => {
      left = true;
    };
  }, [a, b]);
  return found;
}

function inWords({ layers, weights }: ModelComparison): string {
  const same = layers.filter((layer) => layer.same).length;
  const build =
    layers.length === 0
      ? 'How they are built is not known.'
      : same === layers.length
        ? 'They are built alike.'
        : `${same || 'None'} of ${layers.length} layers are alike in build.`;
  if (weights.length === 0) return `${build} No tensor of the one has its like in the other.`;
  const equal = weights.filter(({ relative_change }) => relative_change === 0).length;
  if (weights.length === 1) {
    return `${build} The one tensor that both have holds ${equal === 1 ? 'the same' : 'other'} numbers.`;
  }
  if (equal === weights.length) return `${build} All ${equal} tensors that both have hold the same numbers.`;
  return `${build} Of ${weights.length} tensors that both have, ${equal === 0 ? 'none' : equal} hold the same numbers.`;
}
