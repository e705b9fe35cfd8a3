// Bringing texts in: hand over a file, a folder or an address; see what was found; choose; import. For datasets, and
// for reviews to label.

import { useEffect } from 'react';
import { plural } from '../../../components/format';
import { Steps } from '../../../components/source/DropZone';
import { Looking } from '../../../components/source/Looking';
import { type Into, useDatasets } from '../store';
import { followDatasets } from '../sync';
import { Choices } from './Choices';
import { ImportEnd, ImportProgress, underWay } from './ImportProgress';
import { begin, closeForm } from './importing';
import { SourceChooser } from './SourceChooser';
import { useDropAnywhere } from './useDropAnywhere';

export function ImportForm({ into }: { readonly into: Into }) {
  useEffect(followDatasets, []);
  const over = useDropAnywhere(into);
  const form = useDatasets((state) => state.forms[into]);
  const importing = useDatasets((state) => state.state?.importing);
  const busy = importing !== undefined && underWay(importing);
  return (
    <Steps label={into === 'dataset' ? 'Import a dataset' : 'Bring in reviews'}>
      {importing && underWay(importing) && <ImportProgress status={importing} />}
      {importing && form.stage === 'choose' && !form.refusal && <ImportEnd status={importing} into={into} />}
      {form.stage === 'choose' && !busy && <SourceChooser into={into} refusal={form.refusal} over={over} />}
      {form.stage === 'gathering' && (
        <Looking onCancel={() => closeForm(into)}>
          Looking at <bdi>{form.name}</bdi>
          {form.found > 0 && `: ${plural(form.found, 'file')} so far`}…
        </Looking>
      )}
      {form.stage === 'peeking' && (
        <Looking onCancel={() => closeForm(into)}>
          Looking at <bdi>{form.name}</bdi>…
        </Looking>
      )}
      {form.stage === 'ready' && <Choices into={into} form={form} busy={busy} onSubmit={() => void begin(into)} />}
    </Steps>
  );
}
