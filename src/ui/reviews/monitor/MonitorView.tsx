// Whether new reviews still look like what the model was trained on; learning from them when they do not; and which
// version serves.

import { useEffect } from 'react';
import { Trouble } from '../../components/part/Part';
import { DriftPanel } from './DriftPanel';
import classes from './Monitor.module.css';
import { Report } from './Report';
import { RetrainPanel } from './RetrainPanel';
import { useMonitor } from './store';
import { followMonitor } from './sync';
import { Versions } from './Versions';

export function MonitorView() {
  const unreachable = useMonitor((state) => state.unreachable);
  useEffect(() => followMonitor(), []);
  return (
    <div className={classes.view}>
      {unreachable !== null && <Trouble>The monitor could not be asked: {unreachable}</Trouble>}
      <DriftPanel />
      <RetrainPanel />
      <Report />
      <Versions />
    </div>
  );
}
