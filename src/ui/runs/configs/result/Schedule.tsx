// The learning rate over the run, as a curve.

import type { ConfigCheck } from '../../../../wire/configs';
import { formatCount } from '../../../components/format';
import { LineChart } from '../../../components/LineChart';
import { Note } from '../../../components/Section';

type Curve = NonNullable<Extract<ConfigCheck, { ok: true }>['schedule']>;

const HEIGHT = 128;
/** Shares of the full rate that are taken for the same, and for nothing. */
const [NEAR, NOTHING] = [1e-9, 1e-3];

export function Schedule({ schedule: { x, rate, unit } }: { readonly schedule: Curve }) {
  const full = Math.max(...rate);
  const end = Math.max(1, Math.round(x[x.length - 1] ?? 1));
  const words = inWords(x, rate, unit);
  const xy = x.flatMap((at, i) => [at, rate[i] ?? 0]);
  return (
    <>
      <LineChart
        label={`Learning rate over ${formatCount(end)} ${unit}s: ${words}`}
        height={HEIGHT}
        curves={[{ id: 'rate', xy }]}
        floor={0}
        ceiling={full * 1.05}
        across={[0, end]}
      />
      <Note>
        {words} Across: {unit}s.
      </Note>
    </>
  );
}

/** Three figures, as people write rates: 0.001, 3e−5. */
function formatRate(rate: number): string {
  return (rate < 1e-3 ? rate.toExponential(2).replace(/\.?0+e/, 'e') : String(Number(rate.toPrecision(3)))).replace(
    '-',
    '−',
  );
}

/** "Rises to 0.001 over the first 0.5 epochs, then falls to 0.000002." */
function inWords(x: readonly number[], rate: readonly number[], unit: Curve['unit']): string {
  const full = Math.max(...rate);
  const same = (value: number) => Math.abs(value - full) <= NEAR * full;
  const [first, last] = [rate[0] ?? full, rate[rate.length - 1] ?? full];
  const peak = x[rate.findIndex(same)] ?? 0;
  const lowest = last < NOTHING * full ? '0' : formatRate(last);
  const rises = !same(first);
  const falls = !same(last);
  const start = rises
    ? `Rises to ${formatRate(full)} over the first ${Number(peak.toPrecision(2))} ${unit}s`
    : formatRate(full);
  if (!falls) return rises ? `${start}, then stays.` : `${start} throughout.`;
  return rises ? `${start}, then falls to ${lowest}.` : `Falls from ${start} to ${lowest}.`;
}
