// Bringing in more texts to label: pasted, or from a file. Out of the way until it is asked for, or there is nothing
// left to label; a file dropped on the page opens it.

import { Button } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { memo, useCallback, useEffect, useState } from 'react';
import { Note } from '../../../components/Section';
import { ImportForm } from '../../datasets/import/ImportForm';
import { ImportProgress, underWay } from '../../datasets/import/ImportProgress';
import { useDropAnywhere } from '../../datasets/import/useDropAnywhere';
import { useDatasets } from '../../datasets/store';
import { followDatasets } from '../../datasets/sync';
import { heardImport, useArrivals } from '../../language/arrivals';
import { ELSEWHERE } from '../keys';
import { useLabel } from '../store';
import classes from './In.module.css';
import { Paste } from './Paste';

export const BringIn = memo(function BringIn() {
  const done = useLabel((state) => state.progress?.left === 0);
  // What is half chosen stays in sight when the view is come back to.
  const [asked, setAsked] = useState(() => useDatasets.getState().forms.reviews.stage !== 'choose');
  const show = useCallback(() => setAsked(true), []);
  return (
    <section className={classes.bring} aria-label="Bring in more" {...ELSEWHERE}>
      {!done && (
        <div>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={asked ? <X size={14} aria-hidden /> : <Plus size={14} aria-hidden />}
            aria-expanded={asked}
            onClick={() => setAsked(!asked)}
          >
            {asked ? 'Close' : 'Bring in more reviews'}
          </Button>
        </div>
      )}
      <Languages />
      {asked || done ? <Ways /> : <Closed onDrop={show} />}
    </section>
  );
});

/** Said before much of them is labelled. */
function Languages() {
  const words = useArrivals((state) => state.words);
  const importing = useDatasets(({ state }) => state?.importing);
  useEffect(() => heardImport(importing), [importing]);
  return (
    <div role="status" className={classes.said}>
      {words !== null && <Note>{words}</Note>}
    </div>
  );
}

export function Ways() {
  return (
    <div className={classes.ways}>
      <Paste />
      <ImportForm into="reviews" />
    </div>
  );
}

function Closed({ onDrop }: { readonly onDrop: () => void }) {
  const status = useDatasets((state) => state.state?.importing);
  const over = useDropAnywhere('reviews', onDrop);
  useEffect(followDatasets, []);
  return (
    <>
      {over && <p className={classes.over}>Let go to look at it</p>}
      {status && underWay(status) && status.into === 'reviews' && <ImportProgress status={status} />}
    </>
  );
}
