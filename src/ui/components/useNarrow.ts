// Whether the page is as narrow as a phone, where everything stands under each other.

import { useMediaQuery } from '@mantine/hooks';

/** The width at which WorkPage and all that is in it change. */
const NARROW = '(max-width: 48em)';

export function useNarrow(): boolean {
  return useMediaQuery(NARROW, false, { getInitialValueInEffect: false }) ?? false;
}
