// Keeps the module on show in step with the service: its files and scripts whenever the library says that it changed.

import { useEffect } from 'react';
import { service } from '../../../client';
import type { ModuleTraining } from '../../../wire/library';
import { wordsOf } from '../../components/errors';
import { showError } from '../../components/notify';
import { useModels } from '../store';
import { keepText, openFile, refreshFile } from './desk';
import { settingsOf } from './settings';
import { NO_MODULE, useModule } from './store';

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
      void keepText().then((kept) => kept || showError(new Error('It was in this tab alone.'), 'keep what was typed'));
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

/** The module's latest training, as it goes; null before the first. */
export function useTraining(id: string): ModuleTraining | null {
  const live = useModels((ui) => (ui.state?.training?.model === id ? ui.state.training : null));
  const known = useModule((ui) => ui.info?.training ?? null);
  return live ?? known;
}
