// The page's keys, for those who look for them: loaded when they are asked for.

import { ActionIcon, Popover, Skeleton, Tooltip } from '@mantine/core';
import { Keyboard } from 'lucide-react';
import { lazy, Suspense } from 'react';

const KeyboardPanel = lazy(async () => ({ default: (await import('./KeyboardPanel')).KeyboardPanel }));

export function KeyboardHelp({ className }: { readonly className: string | undefined }) {
  return (
    <Popover position="bottom-end" width={320} trapFocus returnFocus>
      <Popover.Target>
        <Tooltip label="Keyboard" position="bottom">
          <ActionIcon className={className ?? ''} aria-label="Keyboard">
            <Keyboard size={18} strokeWidth={1.9} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label="Keyboard" tabIndex={-1}>
        <Suspense fallback={<Skeleton height={430} />}>
          <KeyboardPanel />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
