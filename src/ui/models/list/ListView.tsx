// All models, large, and bringing one in beside them.

import { Skeleton } from '@mantine/core';
import { WorkPage } from '../../components/work/WorkPage';
import { Head } from '../Head';
import { BringIn } from '../incoming/BringIn';
import { useModels } from '../store';
import { ModelTable } from './ModelTable';
import classes from './Table.module.css';

export function ListView({ over }: { readonly over: boolean }) {
  const models = useModels((ui) => ui.models);
  const unreachable = useModels((ui) => ui.unreachable);
  return (
    <WorkPage head={<Head view="list" />} panel={<BringIn over={over} />} scrolls>
      {models ? (
        <ModelTable models={models} />
      ) : unreachable ? (
        <p className={classes.none} role="alert">
          The models could not be listed: {unreachable} What is stored is as it was.
        </p>
      ) : (
        <Skeleton height={200} />
      )}
    </WorkPage>
  );
}
