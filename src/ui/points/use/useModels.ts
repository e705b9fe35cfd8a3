// The list of saved models, kept up to date by events from any tab.

import { useEffect, useState } from 'react';
import { service, subscribe } from '../../../client';
import type { ModelSummary } from '../../../wire/service';
import { showError } from '../../components/notify';

/** Null until it is known. */
export function useModels(): readonly ModelSummary[] | null {
  const [models, setModels] = useState<readonly ModelSummary[] | null>(null);
  useEffect(() => {
    let ended = false;
    const fetchAll = () => {
      service.models.list().then(
        (list) => {
          if (!ended) setModels(list);
        },
        (error: unknown) => {
          if (!ended) showError(error, 'list the saved models');
        },
      );
    };
    fetchAll();
    const unsubscribe = subscribe((event) => {
      if (event.type === 'models' || event.type === 'reset') fetchAll();
    });
    return () => {
      ended = true;
      unsubscribe();
    };
  }, []);
  return models;
}
