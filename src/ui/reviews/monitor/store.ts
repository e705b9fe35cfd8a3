// The Monitor view's own state: the services' latest word on drift and retraining, and the report that is open.

import { create } from 'zustand';
import type { DriftState } from '../../../wire/drift';
import type { GateReport, RetrainState } from '../../../wire/retrain';

export interface MonitorUi {
  readonly drift: DriftState | null;
  readonly retrain: RetrainState | null;
  /** The services could not be asked how things stand; null when they could. */
  readonly unreachable: string | null;
  /** A version's report that was asked for; null shows the newest. */
  readonly opened: GateReport | null;
}

export const useMonitor = create<MonitorUi>()(() => ({ drift: null, retrain: null, unreachable: null, opened: null }));
