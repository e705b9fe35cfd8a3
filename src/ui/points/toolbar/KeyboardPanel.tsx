// The page's keys, and whether single characters are among them.

import { Kbd } from '@mantine/core';
import { LettersSwitch } from '../../components/LettersSwitch';
import classes from './KeyboardPanel.module.css';
import { SHORTCUTS } from './shortcuts';

/** While the plane has focus; see plane/keys.ts. */
const ON_PLANE: readonly (readonly [string, string])[] = [
  ['Arrows', 'On the plane: move the cursor, or what is selected'],
  ['Enter', 'On the plane: use the tool at the cursor'],
  ['[ ]', 'On the plane: from point to point'],
  ['Delete', 'On the plane: erase what is selected'],
];

export function KeyboardPanel() {
  return (
    <div className={classes.panel}>
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
      <LettersSwitch description="Off, single characters and Space do nothing by themselves, here or on other pages, except Space and brackets on the plane." />
    </div>
  );
}
