// The Monitor view's own state: the services' latest word on drift and retraining, and the report that is open.

import { create } from 'zustand';
import type { DriftState } from '../../../wire/drift';
import type { GateReport, RetrainState } from '../../../wire/retrain';

export interface MonitorUi {
  readonly drift: DriftState | null;
  readonly retrain: RetrainState | null;
  /** The services could not be asked how things stand; null when they could. */
  readonly unreachable: string | null;
  /** A version's report that was asked for; null shows the newest, as it does when another one comes. */
  readonly opened: GateReport | null;
}

export const EMPTY: MonitorUi = { drift: null, retrain: null, unreachable: null, opened: null };

export const useMonitor = create<MonitorUi>()(() => EMPTY);

/** A new verdict must not stay behind an old one. */
export function heardRetraining(retrain: RetrainState): void {
  useMonitor.setState(({ retrain: before, opened }) => ({
    retrain,
    unreachable: null,
    opened: before && sameReport(before.last, retrain.last) ? opened : null,
  }));
}

/** Reports are copies, each time they are asked for. */
export function sameReport(one: GateReport | null, other: GateReport | null): boolean {
  return one?.challenger === other?.challenger && one?.at === other?.at;
}
