// The head of the Models page: its name and the row of its views.

import { PageHeader } from '../components/PageHeader';
import { ViewLinks } from '../components/work/ViewLinks';
import { ChangeFormula, EXPLANATION } from './About';
import { hashOf, type Place } from './views';

const VIEWS = [
  { view: 'list', label: 'All models', summary: 'Every model there is here: open it, try it, take it away.' },
  { view: 'compare', label: 'Compare', summary: 'How do two models differ?' },
] as const;

export function Head({ view }: { readonly view: Place['view'] }) {
  // A model by itself is one of them all.
  const name = view === 'model' ? 'list' : view;
  const links = VIEWS.map((item) => ({
    href: hashOf(item.view === 'list' ? { view: 'list' } : { view: 'compare', ids: [] }),
    label: item.label,
    current: item.view !== name ? undefined : view === 'model' ? ('true' as const) : ('page' as const),
  }));
  const summary = VIEWS.find((item) => item.view === name)?.summary;
  return (
    <>
      <PageHeader title="Models" summary={summary} explanation={EXPLANATION} formula={<ChangeFormula />} />
      <ViewLinks label="Models" links={links} />
    </>
  );
}
