// The Reviews page: its head, the row of its views, and the view at hand.

import { Suspense, useEffect } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import { PageHeader } from '../components/PageHeader';
import { EXPLANATION, ScoreFormula } from './About';
import classes from './ReviewsPage.module.css';
import { followReviews } from './sync';
import { VIEWS, viewAt } from './views';

export function ReviewsPage() {
  const [location] = useHashLocation();
  const view = viewAt(location);
  useEffect(() => followReviews(), []);
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <PageHeader title="Reviews" summary={view.summary} explanation={EXPLANATION} formula={<ScoreFormula />} />
        {VIEWS.length > 1 && (
          <nav className={classes.views} aria-label="Reviews">
            {VIEWS.map(({ id, label }) => (
              <a
                key={id}
                className={classes.link}
                href={id === '' ? '#/reviews' : `#/reviews/${id}`}
                aria-current={id === view.id ? 'page' : undefined}
              >
                {label}
              </a>
            ))}
          </nav>
        )}
      </div>
      <Suspense fallback={null}>
        <view.Component />
      </Suspense>
    </div>
  );
}
