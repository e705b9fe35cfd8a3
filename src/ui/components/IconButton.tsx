// An icon that is a button, with its name in a tooltip.

import { ActionIcon, Tooltip } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';
import type { Ref } from 'react';
import { whenPossible } from './possible';

/** small: in a row of a list · medium: over a chart · tool: in a toolbar · large: beside a PlayButton. */
const SIZES = {
  small: { size: 'sm', icon: 14, stroke: 2 },
  medium: { size: 28, icon: 15, stroke: 2 },
  tool: { size: 'lg', icon: 18, stroke: 1.9 },
  large: { size: 42, icon: 17, stroke: 2 },
} as const;

interface IconButtonProps {
  readonly icon: LucideIcon;
  /** For those who cannot see the icon; ends in "…" where it asks before it does. */
  readonly label: string;
  /** In the tooltip, where it is not `label`. */
  readonly hint?: string | undefined;
  /** Its keys as shown: "Ctrl Z". */
  readonly keys?: string | undefined;
  readonly size: keyof typeof SIZES;
  readonly disabled?: boolean | undefined;
  /** For one that stays down. */
  readonly pressed?: boolean | undefined;
  /** For one that opens something in place: whether it is open. */
  readonly expanded?: boolean | undefined;
  readonly tooltip?: 'top' | 'bottom' | undefined;
  readonly className?: string | undefined;
  readonly ref?: Ref<HTMLButtonElement> | undefined;
  readonly onClick: () => void;
}

export function IconButton(props: IconButtonProps) {
  const { icon: Icon, label, hint = label, keys, size, disabled = false, pressed, expanded, onClick } = props;
  const measures = SIZES[size];
  return (
    <Tooltip label={keys === undefined ? hint : `${hint} · ${keys}`} position={props.tooltip ?? 'top'}>
      <ActionIcon
        {...(props.ref ? { ref: props.ref } : {})}
        className={props.className ?? ''}
        size={measures.size}
        {...looks(size, pressed)}
        aria-label={label}
        aria-keyshortcuts={keys?.replace('Ctrl ⇧ Z', 'Control+Shift+Z').replace('Ctrl Z', 'Control+Z')}
        aria-pressed={pressed}
        aria-expanded={expanded}
        {...whenPossible(!disabled, onClick)}
      >
        <Icon size={measures.icon} strokeWidth={measures.stroke} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

function looks(size: keyof typeof SIZES, pressed: boolean | undefined) {
  if (size === 'tool') return { variant: pressed ? 'light' : 'subtle', color: pressed ? 'petrol' : 'gray' };
  return size === 'small' ? {} : { variant: 'default' };
}
