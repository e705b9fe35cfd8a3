// How long the texts are: bars over words a text, on a log scale.

import type { DatasetFigures } from '../../../../wire/datasets';
import { formatCount, plural } from '../../../components/format';
import classes from './Figures.module.css';

const HEIGHT = 36;

export function Histogram({ bins }: { readonly bins: DatasetFigures['length']['bins'] }) {
  const most = Math.max(1, ...bins.map(({ n }) => n));
  const first = bins[0];
  const last = bins.at(-1);
  if (!first || !last) return null;
  return (
    <>
      <svg
        className={classes.histogram}
        viewBox={`0 0 ${bins.length} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={inWords(bins)}
      >
        {bins.map(({ from, n }, i) => {
          // The rarest can still be seen.
          const height = n === 0 ? 0 : Math.max(1, (n / most) * HEIGHT);
          return <rect key={from} x={i + 0.06} width={0.88} y={HEIGHT - height} height={height} />;
        })}
      </svg>
      <span className={classes.axis} aria-hidden="true">
        <span>{formatCount(first.from)}</span>
        <span>{formatCount(last.to)} words</span>
      </span>
    </>
  );
}

function inWords(bins: DatasetFigures['length']['bins']): string {
  const tallest = bins.reduce((best, bin) => (bin.n > best.n ? bin : best));
  return `Lengths of the texts: most have ${formatCount(tallest.from)} to ${formatCount(tallest.to)} words (${plural(tallest.n, 'text')})`;
}
