// What the shell knows of the engine, whichever page is open: how it computes, and whether a run is on.

import { create } from 'zustand';
import { service, subscribe } from '../../client';
import { ServiceError } from '../../wire/errors';
import type { Notice } from '../../wire/events';
import type { ComputeState, FitStatus } from '../../wire/service';
import { showError, showNotice } from '../components/notify';
import { pageAt } from './routes';

interface EngineState {
  /** Null until the engine has said. */
  readonly compute: ComputeState | null;
  /** A fit or a choice of K is under way, in whichever tab it was started. */
  readonly running: boolean;
}

export const useEngine = create<EngineState>()(() => ({ compute: null, running: false }));

const MOVING: ReadonlySet<FitStatus['phase']> = new Set(['starting', 'running', 'selecting']);

/** Starts listening to the engine; returns what ends it. */
export function followEngine(): () => void {
  const refetch = () => {
    service.compute.state().then((compute) => useEngine.setState({ compute }), reportLoss);
    service.points.state().then((state) => useEngine.setState({ running: MOVING.has(state.fit.phase) }), reportLoss);
  };
  const unsubscribe = subscribe((event) => {
    if (event.type === 'compute') useEngine.setState({ compute: event.state });
    else if (event.type === 'points') useEngine.setState({ running: MOVING.has(event.state.fit.phase) });
    else if (event.type === 'reset') refetch();
    else if (event.type === 'notice' && !isTold(event.notice)) showNotice(event.notice);
  });
  refetch();
  return unsubscribe;
}

/** The page at hand says it itself. */
function isTold({ page }: Notice): boolean {
  return page !== undefined && pageAt(location.hash.slice(1))?.id === page;
}

function reportLoss(error: unknown): void {
  // That there is no engine is said by the shell's banner.
  if (error instanceof ServiceError && error.code === 'unavailable') return;
  showError(error, 'reach the engine');
}
