// A component's mark as it stands on the plane: its colour and its shape.

import classes from './ComponentMark.module.css';

const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#f0e442'] as const;

export function ComponentMark({ index }: { readonly index: number }) {
  return (
    <svg className={classes.mark} viewBox="-1.2 -1.2 2.4 2.4" aria-hidden="true">
      <circle r="1" fill={COLOURS[index % COLOURS.length]} />
    </svg>
  );
}
