// What is on the plane, in one line beside the page's name.

import { plural } from '../components/format';
import { usePoints } from './store';

export function Summary() {
  const dataset = usePoints((state) => state.state?.dataset);
  if (!dataset || dataset.n === 0) return null;
  const source = dataset.source ? `${dataset.source} · ` : '';
  return (
    <span className="tabular" data-testid="points-summary">
      {source}
      {plural(dataset.n, 'point')}
      {dataset.d > 2 ? ` in ${dataset.d} columns` : ''}
    </span>
  );
}
