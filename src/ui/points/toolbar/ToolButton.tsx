// A tool of the plane: an icon with its name and key in a tooltip; pressed or plain.

import type { LucideIcon } from 'lucide-react';
import { IconButton } from '../../components/IconButton';
import { useShownKeys } from '../../components/letterKeys';

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

export function ToolButton(props: ToolButtonProps) {
  const keys = useShownKeys(props.keys);
  return <IconButton size="tool" tooltip="bottom" {...props} keys={keys} />;
}
