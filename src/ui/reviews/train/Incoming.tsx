// What was handed over to learn from, on its way in: looked at, chosen where it must be, imported, or refused. Otherwise what
// stands between the tags.

import type { ReactNode } from 'react';
import { Looking } from '../../components/source/Looking';
import { NotUsed } from '../../components/source/Outcome';
import { Choices } from '../datasets/import/Choices';
import { ImportEnd, ImportProgress, underWay } from '../datasets/import/ImportProgress';
import { closeForm } from '../datasets/import/importing';
import { useDatasets } from '../datasets/store';
import { importLesson } from './teaching';

export function Incoming({ children }: { readonly children: ReactNode }) {
  const form = useDatasets((all) => all.forms.lesson);
  const begun = useDatasets((all) => all.begun.lesson);
  const importing = useDatasets((all) => all.state?.importing);
  const busy = importing !== undefined && underWay(importing);
  if (form.stage === 'ready') {
    return <Choices into="lesson" form={form} busy={busy} onSubmit={() => void importLesson()} />;
  }
  if (form.stage !== 'choose') {
    return (
      <Looking onCancel={() => closeForm('lesson')}>
        Looking at <bdi>{form.name}</bdi>…
      </Looking>
    );
  }
  if (busy && importing.id === begun?.id) return <ImportProgress status={importing} />;
  const failed = importing?.phase === 'failed' && importing.name === begun?.form.name;
  return (
    <>
      {failed && <ImportEnd status={importing} into="lesson" />}
      {form.refusal && (
        <NotUsed name={form.refusal.name}>
          <p>{form.refusal.message}</p>
        </NotUsed>
      )}
      {children}
    </>
  );
}

/** What will be learnt from is not there yet. */
export function useIncoming(): boolean {
  return useDatasets(({ forms, begun, state }) => {
    const importing = state?.importing;
    const coming = importing !== undefined && underWay(importing) && importing.id === begun.lesson?.id;
    return forms.lesson.stage !== 'choose' || coming;
  });
}
