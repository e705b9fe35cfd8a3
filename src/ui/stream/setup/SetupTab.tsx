// What the run is made of: the stream, what learns from it, and how it goes on. Closed to changes while a run is on.

import { Button } from '@mantine/core';
import { DEFAULT_STREAM_CONFIG } from '../../../wire/stream-defaults';
import { whenPossible } from '../../components/possible';
import { Note } from '../../components/Section';
import { changeConfig, isOn } from '../actions';
import { isDefault } from '../presets';
import { useStream } from '../store';
import { LearnerFields } from './LearnerFields';
import { LoopFields } from './LoopFields';
import { PushBox } from './PushBox';
import classes from './Setup.module.css';
import { Share } from './Share';
import { SourceFields } from './SourceFields';

export function SetupTab() {
  const config = useStream((ui) => ui.state?.config);
  const on = useStream((ui) => isOn(ui.state?.status.phase));
  const begun = useStream((ui) => ui.state !== null && ui.state.status.phase !== 'idle');
  if (!config) return null;
  return (
    <>
      {config.source.id === 'push' && <PushBox />}
      {on ? (
        <Note id="setup-closed">A run is on: stop it to change these.</Note>
      ) : (
        begun && <Note>What you change here begins a new run where the old model cannot go on with it.</Note>
      )}
      <fieldset className={classes.fields} disabled={on} aria-label="Set-up">
        <SourceFields config={config} />
        <LearnerFields config={config} />
        <LoopFields config={config} />
        <div className={classes.row}>
          <Button
            size="compact-xs"
            variant="default"
            {...whenPossible(!isDefault(config), () => void changeConfig(DEFAULT_STREAM_CONFIG))}
          >
            Back to the defaults
          </Button>
          <Note>All of these, the stream as well.</Note>
        </div>
      </fieldset>
      <Share />
    </>
  );
}
