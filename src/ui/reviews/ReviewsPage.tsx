// The Reviews page: its head, the row of its views, and the view at hand.

import { Suspense, useEffect } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import { PageHeader } from '../components/PageHeader';
import { useView } from '../components/useView';
import { ViewLinks } from '../components/work/ViewLinks';
import { ABOUT } from './About';
import classes from './ReviewsPage.module.css';
import { followReviews } from './sync';
import { VIEWS, type View, viewAt } from './views';

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
        <PageHeader title="Reviews" summary={view.summary} {...ABOUT[view.id]} />
        <ViewLinks label="Reviews" links={links} />
      </div>
      <Suspense fallback={null}>
        <At view={view} />
      </Suspense>
    </div>
  );
}

function At({ view }: { readonly view: View }) {
  useView(view.id, ...(view.id === '' ? [] : [view.label]), 'Reviews');
  return <view.Component />;
}
