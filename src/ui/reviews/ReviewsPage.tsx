// The Reviews page: its head, the row of its views, and the view at hand.

import { Suspense, useEffect } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import { PageHeader } from '../components/PageHeader';
import { ViewLinks } from '../components/work/ViewLinks';
import { EXPLANATION, ScoreFormula } from './About';
import classes from './ReviewsPage.module.css';
import { followReviews } from './sync';
import { VIEWS, viewAt } from './views';

export function ReviewsPage() {
  const [location] = useHashLocation();
  const view = viewAt(location);
  useEffect(() => followReviews(), []);
  const links = VIEWS.map(({ id, label }) => ({
    href: id === '' ? '#/reviews' : `#/reviews/${id}`,
    label,
    current: id === view.id ? ('page' as const) : undefined,
  }));
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <PageHeader title="Reviews" summary={view.summary} explanation={EXPLANATION} formula={<ScoreFormula />} />
        <ViewLinks label="Reviews" links={links} />
      </div>
      <Suspense fallback={null}>
        <view.Component />
      </Suspense>
    </div>
  );
}
