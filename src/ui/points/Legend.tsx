// Which mark is which group, and how much weight each has: a strip under the plane.

import { ComponentMark } from './ComponentMark';
import classes from './Legend.module.css';
import { formatWeight } from './numbers';
import { usePoints } from './store';

export function Legend() {
  const mixture = usePoints((state) => state.state?.mixture ?? null);
  const earlier = usePoints((state) => state.state?.earlierOptions ?? false);
  if (!mixture) return null;
  return (
    <div className={classes.legend}>
      <ul aria-label="Groups and their weights">
        {Array.from({ length: mixture.n_components }, (_, c) => c).map((c) => (
          <li key={c}>
            <ComponentMark index={c} />
            <span className={classes.number}>{c + 1}</span> {formatWeight(mixture.weights[c])}
          </li>
        ))}
      </ul>
      {earlier && <span className={classes.earlier}>Model of the earlier options</span>}
    </div>
  );
}
