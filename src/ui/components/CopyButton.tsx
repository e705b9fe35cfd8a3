// Copies a text, and says that it did.

import { Button, type ButtonProps } from '@mantine/core';
import { Check, Copy } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { copyText } from './clipboard';
import { showError } from './notify';

interface CopyButtonProps extends Pick<ButtonProps, 'size' | 'variant' | 'disabled'> {
  /** The text, or a function that makes it when it is wanted. */
  readonly text: string | (() => string | Promise<string>);
  readonly children?: ReactNode;
}

export function CopyButton({ text, children = 'Copy', size = 'xs', variant = 'default', disabled }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async () => {
    try {
      await copyText(typeof text === 'string' ? text : await text());
      setCopied(true);
    } catch (error) {
      showError(error, 'copy');
    }
  };

  const Icon = copied ? Check : Copy;
  return (
    <Button
      size={size}
      variant={variant}
      disabled={disabled ?? false}
      leftSection={<Icon size={14} aria-hidden />}
      onClick={() => void copy()}
    >
      <span aria-live="polite">{copied ? 'Copied' : children}</span>
    </Button>
  );
}
