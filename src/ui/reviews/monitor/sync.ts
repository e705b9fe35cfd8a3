// Keeps the store in step with the services: the watch, and retraining.

import { service } from '../../../client';
import { wordsOf } from '../../components/errors';
import { follow } from '../../components/follow';
import { heardRetraining, useMonitor } from './store';

/** Starts mirroring; returns what ends it. */
export function followMonitor(): () => void {
  const onFailure = (error: unknown) => useMonitor.setState({ unreachable: wordsOf(error) });
  const followed = [
    follow({
      part: 'drift',
      ask: () => service.drift.state(),
      accept: (drift) => useMonitor.setState({ drift, unreachable: null }),
      onFailure,
      onReset: () => useMonitor.setState({ opened: null }),
    }),
    follow({
      part: 'retrain',
      ask: () => service.retrain.state(),
      accept: heardRetraining,
      onFailure,
    }),
  ];
  return () => {
    for (const { end } of followed) end();
  };
}
