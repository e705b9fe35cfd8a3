// All models, large, and bringing one in beside them.

import { Skeleton } from '@mantine/core';
import { Trouble } from '../../components/part/Part';
import { WorkPage } from '../../components/work/WorkPage';
import { Head } from '../Head';
import { BringIn } from '../incoming/BringIn';
import { useModels } from '../store';
import { ModelTable } from './ModelTable';

export function ListView({ over }: { readonly over: boolean }) {
  const models = useModels((ui) => ui.models);
  const unreachable = useModels((ui) => ui.unreachable);
  return (
    <WorkPage head={<Head view="list" />} panel={<BringIn over={over} />} scrolls>
      {models ? (
        <ModelTable models={models} />
      ) : unreachable ? (
        <Trouble>The models could not be listed: {unreachable} What is stored is as it was.</Trouble>
      ) : (
        <Skeleton height={200} />
      )}
    </WorkPage>
  );
}
