// A value under the person's hand: what they type or drag stays until it is committed, and the
// service's word replaces it when that changes.

import { useState } from 'react';

export function useDraft<T>(value: T): [T, (draft: T) => void] {
  const [held, setHeld] = useState({ base: value, draft: value });
  if (!Object.is(held.base, value)) {
    setHeld({ base: value, draft: value });
    return [value, (draft) => setHeld({ base: value, draft })];
  }
  return [held.draft, (draft) => setHeld({ base: value, draft })];
}
