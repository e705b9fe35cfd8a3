// What is stored on this device, fetched while the page is open and again when it may have changed.

import { useEffect } from 'react';
import { create } from 'zustand';
import { service, subscribe } from '../../client';
import type { StorageState } from '../../wire/service';
import { wordsOf } from '../components/errors';

interface StorageView {
  readonly state: StorageState | null;
  readonly error: string | null;
}

export const useStorage = create<StorageView>()(() => ({ state: null, error: null }));

export async function refreshStorage(): Promise<void> {
  try {
    useStorage.setState({ state: await service.data.state(), error: null });
  } catch (error) {
    useStorage.setState({ error: wordsOf(error) });
  }
}

/** Measuring reads all of the catalogue: during a run, events come ten times a second. */
const REFRESH_EVERY = 2000;

/** Keeps `useStorage` fresh while the caller is mounted. */
export function useFreshStorage(): void {
  useEffect(followStorage, []);
}

/** Starts keeping `useStorage` fresh; returns what ends it. */
export function followStorage(): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = null;
      void refreshStorage();
    }, REFRESH_EVERY);
  };
  const unsubscribe = subscribe(({ type }) => {
    if (type === 'reset') void refreshStorage();
    // All others may tell of something that was stored. What a back-up brought is told by 'reset'.
    else if (type !== 'notice' && type !== 'task' && type !== 'backup') soon();
  });
  void refreshStorage();
  return () => {
    unsubscribe();
    if (timer !== null) clearTimeout(timer);
  };
}
