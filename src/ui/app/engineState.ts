// What the shell knows of the engine, whichever page is open: how it computes, and what it has at work.

import { create } from 'zustand';
import { service, subscribe } from '../../client';
import { ServiceError } from '../../wire/errors';
import type { Notice } from '../../wire/events';
import type { ComputeState } from '../../wire/service';
import { follow, type StateOf } from '../components/follow';
import { showError, showNotice } from '../components/notify';
import { WORK_OF, type Work, type WorkingPart } from './atWork';
import { pageAt } from './routes';

interface EngineState {
  /** Null until the engine has said. */
  readonly compute: ComputeState | null;
  /** In whichever tab it was started. */
  readonly atWork: readonly Work[];
}

export const useEngine = create<EngineState>()(() => ({ compute: null, atWork: [] }));

/** Asked at first, and heard from then on. */
const ASKED = ['points', 'datasets', 'batch', 'retrain', 'stream', 'runs', 'images', 'library', 'backup'] as const;
const STATES: { readonly [P in WorkingPart]: { state(): Promise<StateOf<P>> } } = {
  ...service,
  backup: { state: () => service.data.backupState() },
};

/** Starts listening to the engine; returns what ends it. */
export function followEngine(): () => void {
  const accept = (compute: ComputeState) => useEngine.setState({ compute });
  const ends = [
    follow({ part: 'compute', ask: () => service.compute.state(), accept, onFailure: reportLoss }).end,
    followWork(),
    subscribe((event) => {
      if (event.type === 'notice' && !isTold(event.notice)) showNotice(event.notice);
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}

function followWork(): () => void {
  const known = new Map<WorkingPart, readonly Work[]>();
  const note = (part: WorkingPart, work: readonly Work[]) => {
    known.set(part, work);
    const atWork = [...known.values()].flat();
    if (String(atWork) !== String(useEngine.getState().atWork)) useEngine.setState({ atWork });
  };
  const watch = <P extends WorkingPart>(part: P) =>
    follow<P>({
      part,
      ask: () => STATES[part].state(),
      accept: (state) => note(part, WORK_OF[part](state)),
      onFailure: reportLoss,
    }).end;
  // Whoever asks for their state wakes the model that answers there; what is at work there speaks several times a second.
  const hear = subscribe((event) => {
    if (event.type === 'reviews') note('reviews', WORK_OF.reviews(event.state));
    else if (event.type === 'reset') note('reviews', []);
  });
  const ends = [...ASKED.map((part) => watch(part)), hear];
  return () => {
    for (const end of ends) end();
  };
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
