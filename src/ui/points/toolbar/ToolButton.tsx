// A tool of the plane: an icon with its name and key in a tooltip; pressed or plain.

import type { LucideIcon } from 'lucide-react';
import { IconButton } from '../../components/IconButton';

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
  return <IconButton size="tool" tooltip="bottom" {...props} />;
}
