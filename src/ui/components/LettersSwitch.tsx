// Switches single characters as keys off and on, wherever keys are explained: one preference for all pages.

import { Switch } from '@mantine/core';
import { switchLetters, useLetterKeys } from './letterKeys';

/** `description`: what is left without them where it stands. */
export function LettersSwitch({ description }: { readonly description: string }) {
  const letters = useLetterKeys((state) => state.on);
  return (
    <Switch
      size="xs"
      label="Letter keys"
      description={description}
      checked={letters}
      onChange={(event) => switchLetters(event.currentTarget.checked)}
    />
  );
}
