// What a precision costs, asked for before anything is exported.

import { useEffect, useState } from 'react';
import { service } from '../../../../client';
import type { MeasuredCost, Precision, PrecisionCost } from '../../../../wire/library';
import { wordsOf } from '../../../components/errors';
import { formatBytes, formatCount, formatPercent } from '../../../components/format';

export type CostState =
  | { readonly at: 'measuring' }
  | { readonly at: 'known'; readonly cost: PrecisionCost }
  | { readonly at: 'unknown'; readonly message: string };

const MEASURING: CostState = { at: 'measuring' };

export function useCost(id: string, precision: Precision): CostState {
  const [found, setFound] = useState<{ readonly of: string; readonly state: CostState } | null>(null);
  const asked = `${id} ${precision}`;
  useEffect(() => {
    let left = false;
    const accept = (state: CostState) => {
      if (!left) setFound({ of: asked, state });
    };
    service.library.cost(id, precision).then(
      (cost) => accept({ at: 'known', cost }),
      (error: unknown) => accept({ at: 'unknown', message: wordsOf(error) }),
    );
    return () => {
      left = true;
    };
  }, [id, precision, asked]);
  // What was found for another precision says nothing of this one.
  return found?.of === asked ? found.state : MEASURING;
}

/** "Its files take 1.2 MB. Asked 100 of your held-out reviews: all are answered as before, and a score moves by 0.004 at most." */
export function costInWords(cost: PrecisionCost): string {
  const { precision, bytes, n, data, formats } = cost;
  const size = `Its files take ${formatBytes(bytes)}.`;
  if (n === 0) return precision === 'float32' ? `${size} Nothing is lost: it leaves as it is.` : size;
  const elsewhere = formats.map((format) => ` As ${format.label}: ${lossInWords(format)}`);
  return `${size} Asked ${data}: ${lossInWords(cost)}${elsewhere.join('')}`;
}

function lossInWords({ n, changed, largest_difference, accuracy }: MeasuredCost): string {
  const others =
    changed === 0
      ? 'all are answered as before'
      : `${formatCount(changed)} (${formatPercent(changed / n)}) ${changed === 1 ? 'is' : 'are'} answered otherwise`;
  const most =
    largest_difference === 0
      ? 'no score moves'
      : `a score moves by ${Number(largest_difference.toPrecision(2))} at most`;
  const right = accuracy
    ? ` ${formatPercent(accuracy.before)} of its answers ${accuracy.before === accuracy.after ? 'are right, as before' : `were right, and ${formatPercent(accuracy.after)} are`}.`
    : '';
  return `${others}, and ${most}.${right}`;
}
