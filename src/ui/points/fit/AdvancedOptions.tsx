// "Advanced": closed until it is asked for.

import { Skeleton, UnstyledButton } from '@mantine/core';
import { ChevronRight } from 'lucide-react';
import { lazy, Suspense, useId, useState } from 'react';
import type { FitOptions } from '../../../ml/gmm/types';
import classes from './AdvancedOptions.module.css';

const AdvancedFields = lazy(async () => ({ default: (await import('./AdvancedFields')).AdvancedFields }));

export function AdvancedOptions({ options }: { readonly options: FitOptions }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div>
      <UnstyledButton
        className={classes.toggle ?? ''}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <ChevronRight size={15} aria-hidden data-open={open || undefined} />
        Advanced
      </UnstyledButton>
      <div id={id}>
        {open && (
          <Suspense fallback={<Skeleton height={240} />}>
            <AdvancedFields options={options} />
          </Suspense>
        )}
      </div>
    </div>
  );
}
