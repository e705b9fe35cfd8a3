// The head of the Runs page: its name and the row of its views.

import { PageHeader } from '../components/PageHeader';
import { EXPLANATION, SmoothingFormula } from './About';
import classes from './Head.module.css';
import { GradCamFormula, IMAGES_EXPLANATION } from './images/About';
import { firstOf, hashOf, type Place, VIEWS } from './views';

const ABOUT_RUNS = { explanation: EXPLANATION, formula: <SmoothingFormula /> };
const ABOUT_IMAGES = { explanation: IMAGES_EXPLANATION, formula: <GradCamFormula /> };

export function Head({ view }: { readonly view: Place['view'] }) {
  // A run by itself is one of the runs.
  const name = view === 'run' ? 'table' : view;
  const summary = VIEWS.find((item) => item.name === name)?.summary;
  return (
    <div className={classes.head}>
      <PageHeader title="Runs" summary={summary} {...(view === 'images' ? ABOUT_IMAGES : ABOUT_RUNS)} />
      <nav className={classes.views} aria-label="Runs">
        {VIEWS.map((item) => (
          <a
            key={item.name}
            className={classes.link}
            href={hashOf(firstOf(item.name))}
            aria-current={item.name === name ? (view === 'run' ? 'true' : 'page') : undefined}
          >
            {item.label}
          </a>
        ))}
      </nav>
    </div>
  );
}
