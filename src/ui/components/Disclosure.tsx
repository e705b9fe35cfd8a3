// What opens and closes a part below it.

import { UnstyledButton } from '@mantine/core';
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import classes from './Disclosure.module.css';

interface DisclosureProps {
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  /** Id of the part. */
  readonly controls: string;
  readonly children: ReactNode;
}

export function Disclosure({ open, onOpen, controls, children }: DisclosureProps) {
  return (
    <UnstyledButton
      className={classes.toggle}
      aria-expanded={open}
      aria-controls={controls}
      onClick={() => onOpen(!open)}
    >
      <ChevronRight size={14} aria-hidden data-open={open || undefined} />
      {children}
    </UnstyledButton>
  );
}
