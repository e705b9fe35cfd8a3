// Keeps the module on show in step with the service: its files and scripts whenever the library says that it changed.

import { useEffect } from 'react';
import { service } from '../../../client';
import type { ModuleInfo, ModuleTraining } from '../../../wire/library';
import { wordsOf } from '../../components/errors';
import { useModels } from '../store';
import { textOf } from './args';
import { keepText, openFile, refreshFile } from './desk';
import { NO_MODULE, type Settings, useModule } from './store';

const USUAL_SECONDS = 600;

export function useFollowModule(id: string): void {
  const rev = useModels((ui) => ui.state?.rev);
  useEffect(() => {
    useModule.setState({ ...NO_MODULE, id });
    const leaving = () => {
      if (document.hidden) void keepText();
    };
    document.addEventListener('visibilitychange', leaving);
    return () => {
      document.removeEventListener('visibilitychange', leaving);
      void keepText();
      useModule.setState(NO_MODULE);
    };
  }, [id]);
  useEffect(() => {
    if (rev === undefined) return;
    let left = false;
    Promise.all([service.library.module(id), service.library.moduleFiles(id)]).then(
      ([info, files]) => {
        if (left) return;
        const { settings, desk } = useModule.getState();
        useModule.setState({ info, files, trouble: null, settings: settings ?? settingsOf(info) });
        const first = info.trainingScript ?? info.servingScript ?? files.find(({ text }) => text)?.path;
        if (desk.phase !== 'none') void refreshFile();
        else if (settings === null && first !== undefined) void openFile(first);
      },
      (error: unknown) => !left && useModule.setState({ trouble: wordsOf(error) }),
    );
    return () => {
      left = true;
    };
  }, [id, rev]);
}

/** As it was trained last. */
function settingsOf({ training }: ModuleInfo): Settings {
  if (!training) return { args: '', tensorboard: true, seconds: USUAL_SECONDS };
  return { args: textOf(training.args), tensorboard: training.tensorboard, seconds: training.most_seconds };
}

/** The module's latest training, as it goes; null before the first. */
export function useTraining(id: string): ModuleTraining | null {
  const live = useModels((ui) => (ui.state?.training?.model === id ? ui.state.training : null));
  const known = useModule((ui) => ui.info?.training ?? null);
  return live ?? known;
}
