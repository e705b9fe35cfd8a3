// A run's evaluation, asked again when the list of runs has moved, as it does when a run is judged.

import { useEffect, useState } from 'react';
import { service } from '../../../../client';
import type { ImageEvaluationReport, TrainedModel } from '../../../../wire/runs';
import { wordsOf } from '../../../components/errors';
import { useImages } from '../store';

export interface Evaluation {
  /** undefined: on its way · null: there is none (yet). */
  readonly report: ImageEvaluationReport | null | undefined;
  readonly problem: string | null;
}

export function useEvaluation(run: string): Evaluation {
  // They are listed anew when the list of runs has moved.
  const models = useImages((ui) => ui.models);
  const [known, setKnown] = useState<Evaluation & Asked>({ run, models, report: undefined, problem: null });
  useEffect(() => {
    let wanted = true;
    const accept = (evaluation: Evaluation) => {
      if (wanted) setKnown({ run, models, ...evaluation });
    };
    service.runs.evaluation(run).then(
      (report) => accept({ report, problem: null }),
      (error: unknown) => accept({ report: undefined, problem: wordsOf(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [run, models]);
  return known.run === run ? known : { report: undefined, problem: null };
}

/** What was known when it was asked. */
interface Asked {
  readonly run: string;
  readonly models: readonly TrainedModel[] | null;
}
