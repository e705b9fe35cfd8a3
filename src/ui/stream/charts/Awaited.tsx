// Where no curve is yet: what the run waits for, and the way there.

import { Anchor } from '@mantine/core';
import type { SourceId } from '../../../wire/stream';
import { useStream } from '../store';
import classes from './Charts.module.css';

const PLACES: Readonly<Partial<Record<SourceId, readonly [string, string]>>> = {
  reviews: ['#/reviews/label', 'Label some reviews'],
  points: ['#/points', 'Draw some points'],
};

export function Awaited() {
  const waiting = useStream((ui) => ui.state?.status.phase === 'waiting');
  const source = useStream((ui) => ui.state?.config.source.id);
  const place = waiting && source ? PLACES[source] : undefined;
  return (
    <div className={classes.none}>
      <p>The curves begin with the first batch.</p>
      {place && <Anchor href={place[0]}>{place[1]}</Anchor>}
      {waiting && source === 'push' && (
        <Anchor component="button" type="button" onClick={() => useStream.setState({ tab: 'setup' })}>
          Push a batch
        </Anchor>
      )}
    </div>
  );
}
