// An icon with its name and key in a tooltip; pressed or plain.

import { ActionIcon, Tooltip } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';

interface ToolButtonProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly keys?: string | undefined;
  /** Set for buttons that stay down. */
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly className?: string | undefined;
  readonly onClick: () => void;
}

export function ToolButton({
  icon: Icon,
  label,
  keys,
  pressed,
  disabled = false,
  className,
  onClick,
}: ToolButtonProps) {
  return (
    <Tooltip label={keys ? `${label} · ${keys}` : label} position="bottom">
      <ActionIcon
        className={className ?? ''}
        variant={pressed ? 'light' : 'subtle'}
        color={pressed ? 'petrol' : 'gray'}
        aria-label={label}
        aria-keyshortcuts={keys?.replace('Ctrl ⇧ Z', 'Control+Shift+Z').replace('Ctrl Z', 'Control+Z')}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        disabled={disabled}
        onClick={onClick}
      >
        <Icon size={18} strokeWidth={1.9} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
