// What is drawn, behind one button; the choices are loaded when they are asked for.

import { ActionIcon, Popover, Skeleton, Tooltip } from '@mantine/core';
import { Layers as LayersIcon } from 'lucide-react';
import { lazy, Suspense } from 'react';

const LayersPanel = lazy(async () => ({ default: (await import('./LayersPanel')).LayersPanel }));

export function LayersMenu({ disabled }: { readonly disabled: boolean }) {
  return (
    <Popover position="bottom-end" width={280} trapFocus returnFocus>
      <Popover.Target>
        <Tooltip label="What is drawn" position="bottom">
          <ActionIcon aria-label="What is drawn" disabled={disabled}>
            <LayersIcon size={18} strokeWidth={1.9} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label="What is drawn">
        <Suspense fallback={<Skeleton height={380} />}>
          <LayersPanel />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
