// The head of the Runs page: its name and the row of its views.

import { PageHeader } from '../components/PageHeader';
import { ViewLinks } from '../components/work/ViewLinks';
import { EXPLANATION, SmoothingFormula } from './About';
import { GradCamFormula, IMAGES_EXPLANATION } from './images/About';
import { firstOf, hashOf, type Place, VIEWS } from './views';

const ABOUT_RUNS = { explanation: EXPLANATION, formula: <SmoothingFormula /> };
const ABOUT_IMAGES = { explanation: IMAGES_EXPLANATION, formula: <GradCamFormula /> };

export function Head({ view }: { readonly view: Place['view'] }) {
  // A run by itself is one of the runs.
  const name = view === 'run' ? 'table' : view;
  const summary = VIEWS.find((item) => item.name === name)?.summary;
  const links = VIEWS.map((item) => ({
    href: hashOf(firstOf(item.name)),
    label: item.label,
    current: item.name !== name ? undefined : view === 'run' ? ('true' as const) : ('page' as const),
  }));
  return (
    <>
      <PageHeader title="Runs" summary={summary} {...(view === 'images' ? ABOUT_IMAGES : ABOUT_RUNS)} />
      <ViewLinks label="Runs" links={links} />
    </>
  );
}
