// What a model's numbers look like: a histogram a tensor. A healthy layer is a bell around nought; a spike says that much of
// it was never learnt, a lone bar far out that one number rules the rest.

import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ModelTensor } from '../../../../wire/library';
import { formatCount, plural } from '../../../components/format';
import { shapeOf } from '../../../components/layerNames';
import { formatValue } from '../../../components/metrics/words';
import { Part, Quiet } from '../../../components/part/Part';
import classes from './Structure.module.css';

/** Shown at first: a BERT has a hundred. */
const FIRST = 12;

export function Weights({ tensors }: { readonly tensors: readonly ModelTensor[] }) {
  const [text, setText] = useState('');
  const [all, setAll] = useState(false);
  const fitting = tensors.filter(({ name }) => name.toLowerCase().includes(text.trim().toLowerCase()));
  const shown = all ? fitting : fitting.slice(0, FIRST);
  return (
    <Part
      id="weights"
      title="Weights"
      count={plural(tensors.length, 'tensor')}
      aside={
        tensors.length > FIRST && (
          <TextInput
            size="xs"
            type="search"
            aria-label="Search tensors"
            placeholder="Search tensors"
            value={text}
            onChange={({ currentTarget: { value } }) => setText(value)}
          />
        )
      }
    >
      {fitting.length === 0 && <Quiet>No tensor has a name like that.</Quiet>}
      <ul className={classes.weights} data-testid="weights">
        {shown.map((tensor) => (
          <li key={tensor.name}>
            <Tensor tensor={tensor} />
          </li>
        ))}
      </ul>
      {fitting.length > FIRST && (
        <Button className={classes.all ?? ''} size="compact-sm" variant="default" onClick={() => setAll(!all)}>
          {all ? `Only the first ${FIRST}` : `Show all ${formatCount(fitting.length)}`}
        </Button>
      )}
    </Part>
  );
}

function Tensor({ tensor }: { readonly tensor: ModelTensor }) {
  const { name, shape, dtype, mean, std, min, max } = tensor;
  return (
    <figure className={classes.tensor}>
      <figcaption>
        <code title={name}>{name}</code>
        <small>
          {shapeOf(shape)} · {dtype}
        </small>
      </figcaption>
      <Histogram tensor={tensor} />
      <span className={classes.axis} aria-hidden="true">
        <span>{formatValue(min)}</span>
        <span>{formatValue(max)}</span>
      </span>
      <small>
        mean {formatValue(mean)}, deviation {formatValue(std)}
      </small>
    </figure>
  );
}

const HEIGHT = 40;

function Histogram({ tensor }: { readonly tensor: ModelTensor }) {
  const { counts, min, max } = tensor;
  const zero = max > min ? ((0 - min) / (max - min)) * counts.length : -1;
  return (
    <svg
      className={classes.histogram}
      viewBox={`0 0 ${Math.max(1, counts.length)} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={histogramInWords(tensor)}
    >
      <path d={barsOf(counts)} />
      {zero > 0 && zero < counts.length && <line className={classes.zero} x1={zero} x2={zero} y1={0} y2={HEIGHT} />}
    </svg>
  );
}

/** All bars as one path: a page has hundreds. */
function barsOf(counts: readonly number[]): string {
  const most = Math.max(1, ...counts);
  return counts
    .map((n, i) => {
      // The rarest can still be seen.
      const height = Math.max(1, (n / most) * HEIGHT);
      return n === 0 ? '' : `M${i + 0.05} ${HEIGHT}v${-height}h0.9v${height}z`;
    })
    .join('');
}

export function histogramInWords({ name, counts, min, max }: ModelTensor): string {
  const total = counts.reduce((sum, n) => sum + n, 0);
  if (total === 0) return `${name} has no numbers`;
  if (counts.length === 1) return `${name}: ${plural(total, 'number')}, all ${formatValue(min)}`;
  const tallest = counts.indexOf(Math.max(...counts));
  const at = (bin: number) => formatValue(Number((min + ((max - min) * bin) / counts.length).toPrecision(4)));
  const range = `${plural(total, 'number')} from ${formatValue(min)} to ${formatValue(max)}`;
  return `${name}: ${range}, the most between ${at(tallest)} and ${at(tallest + 1)}`;
}
