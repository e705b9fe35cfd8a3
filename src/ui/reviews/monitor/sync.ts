// Keeps the store in step with the services: their states at first, their events from then on.

import { service, subscribe } from '../../../client';
import { wordsOf } from '../scoring';
import { type MonitorUi, useMonitor } from './store';

/** Starts mirroring; returns what ends it. */
export function followMonitor(): () => void {
  let ended = false;
  const heard = { drift: 0, retrain: 0 };
  const ask = <K extends 'drift' | 'retrain'>(part: K, state: () => Promise<NonNullable<MonitorUi[K]>>) => {
    const before = heard[part];
    state().then(
      (answer) => {
        // An event heard meanwhile is the newer word.
        if (!ended && heard[part] === before) useMonitor.setState({ [part]: answer, unreachable: null });
      },
      (error: unknown) => {
        if (!ended) useMonitor.setState({ unreachable: wordsOf(error) });
      },
    );
  };
  const refetch = () => {
    ask('drift', () => service.drift.state());
    ask('retrain', () => service.retrain.state());
  };
  const unsubscribe = subscribe((event) => {
    if (event.type === 'drift' || event.type === 'retrain') {
      heard[event.type]++;
      useMonitor.setState({ [event.type]: event.state });
    } else if (event.type === 'reset') {
      useMonitor.setState({ opened: null });
      refetch();
    }
  });
  refetch();
  return () => {
    ended = true;
    unsubscribe();
  };
}
