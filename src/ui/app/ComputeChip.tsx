// In the header: how this device computes. Opens to why, what else there is, and the choice.

import { Popover } from '@mantine/core';
import { Cpu } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import classes from './ComputeChip.module.css';
import { BACKEND_NAMES, describeCompute } from './compute';
import { useEngine } from './engineState';

const ComputePanel = lazy(async () => ({ default: (await import('./ComputePanel')).ComputePanel }));

export function ComputeChip() {
  const compute = useEngine((state) => state.compute);
  const [open, setOpen] = useState(false);
  const measuring = compute === null || compute.phase === 'measuring';
  const label = compute === null ? 'Starting' : measuring ? 'Measuring' : describeCompute(compute);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={360} trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={classes.chip}
          aria-label={`Computing with: ${label}. Details`}
          onClick={() => setOpen(!open)}
        >
          <Cpu size={15} aria-hidden />
          <span className={classes.long}>{label}</span>
          <span className={classes.short}>{measuring ? '…' : BACKEND_NAMES[compute.backend]}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown}>
        {compute === null ? (
          <p className={classes.wait}>The engine is starting; it then measures what this device computes with best.</p>
        ) : (
          <Suspense fallback={null}>
            <ComputePanel compute={compute} />
          </Suspense>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
