// A component's mark as it stands on the plane: its colour and its shape.

import { useComputedColorScheme } from '@mantine/core';
import { componentColour, componentShape } from '../../plane/palette';
import { shapePath } from '../../plane/shapes';
import classes from './ComponentMark.module.css';

export function ComponentMark({ index }: { readonly index: number }) {
  const dark = useComputedColorScheme('light') === 'dark';
  return (
    <svg className={classes.mark} viewBox="-16 -16 32 32" aria-hidden="true">
      <path d={shapePath(componentShape(index), 0, 0, 11)} fill={componentColour(index, dark)} />
    </svg>
  );
}
