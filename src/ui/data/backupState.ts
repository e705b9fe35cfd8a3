// How far a back-up is that is made, read or put in place, in whichever tab that was begun.

import { useEffect } from 'react';
import { create } from 'zustand';
import { service } from '../../client';
import type { BackupState } from '../../wire/backup';
import { follow } from '../components/follow';

interface BackupView {
  readonly state: BackupState;
}

export const useBackup = create<BackupView>()(() => ({ state: { phase: 'idle' } }));

/** Keeps `useBackup` fresh while the caller is mounted. */
export function useFreshBackup(): void {
  useEffect(
    () =>
      follow({
        part: 'backup',
        ask: () => service.data.backupState(),
        accept: (state) => useBackup.setState({ state }),
        // That there is no engine is said by the shell's banner.
        onFailure: () => {},
      }).end,
    [],
  );
}
