// The page's keys, for those who look for them.

import { ActionIcon, Kbd, Popover, Tooltip } from '@mantine/core';
import { Keyboard } from 'lucide-react';
import classes from './KeyboardHelp.module.css';
import { SHORTCUTS } from './shortcuts';

/** While the plane has focus; see plane/keys.ts. */
const ON_PLANE: readonly (readonly [string, string])[] = [
  ['Arrows', 'On the plane: move the cursor, or what is selected'],
  ['Enter', 'On the plane: use the tool at the cursor'],
  ['[ ]', 'On the plane: from point to point'],
  ['Delete', 'On the plane: erase what is selected'],
];

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
      <Popover.Dropdown aria-label="Keyboard" tabIndex={-1} data-autofocus>
        <dl className={classes.list}>
          {[...SHORTCUTS.map((item) => [item.keys, item.label] as const), ...ON_PLANE].map(([keys, label]) => (
            <div key={keys} className={classes.row}>
              <dt>
                {keys.split(' ').map((key) => (
                  <Kbd key={key} size="xs">
                    {key}
                  </Kbd>
                ))}
              </dt>
              <dd>{label}</dd>
            </div>
          ))}
        </dl>
      </Popover.Dropdown>
    </Popover>
  );
}
