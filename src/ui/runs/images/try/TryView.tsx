// A model tried on what is drawn, dropped, pasted or taken from its dataset; its answer follows as it changes.

import { useMemo, useState } from 'react';
import type { PredictImage } from '../../../../wire/images';
import type { TrainedModel } from '../../../../wire/runs';
import { Note } from '../../../components/Section';
import { Failure } from '../../../components/transport/status';
import { Answer } from '../answer/Answer';
import { datasetOf } from '../datasetOf';
import { useImages } from '../store';
import { usePrediction } from '../usePrediction';
import { useRun } from '../useRun';
import { inkPixels, type Paper } from './ink';
import { ModelPicker } from './ModelPicker';
import { NoModel } from './NoModel';
import { Shown } from './Shown';
import { Sources } from './Sources';
import classes from './Try.module.css';
import { usePaper } from './usePaper';

interface TryViewProps {
  readonly model: string | null;
  readonly onModel: (id: string | null) => void;
}

export function TryView({ model: wanted, onModel }: TryViewProps) {
  const models = useImages((ui) => ui.models) ?? [];
  const model = wanted === null ? models[0] : models.find(({ id }) => id === wanted);
  if (models.length === 0) return <NoModel />;
  return (
    <div className={classes.try}>
      <ModelPicker models={models} model={model ?? null} onModel={onModel} />
      {model ? (
        <Bench key={model.id} model={model} />
      ) : (
        <Note>This model is not here any more. Choose another one above.</Note>
      )}
    </div>
  );
}

/** The picture on one side, the answer on the other. */
function Bench({ model }: { readonly model: TrainedModel }) {
  const run = useRun(model.run);
  const sets = useImages((ui) => ui.images?.sets) ?? [];
  const set = run ? datasetOf(run, sets) : null;
  const learnt = usePaper(set);
  const paper = useImages((ui) => ui.paper) ?? learnt;
  const [target, setTarget] = useState<number | null>(null);
  const request = useRequest(model.id, paper, target);
  const { answer, problem } = usePrediction(request);
  const explain = useImages((ui) => ui.explain);
  const subject = useImages((ui) => ui.subject);
  const truth = subject.from === 'dataset' ? answer?.classes.indexOf(subject.label) : undefined;
  return (
    <div className={classes.bench}>
      <div className={classes.subject}>
        <Shown paper={paper} />
        <Sources set={set} />
      </div>
      <section className={classes.result} aria-label="The model’s answer">
        {problem !== null && (
          <Failure title="The model gave no answer.">
            {problem} {subject.from === 'pad' && 'What you drew is still there.'}
          </Failure>
        )}
        {answer ? (
          <Answer
            {...{ answer, explain, target, truth }}
            onExplain={(next) => useImages.setState({ explain: next })}
            onTarget={setTarget}
          />
        ) : (
          problem === null && (
            <p className={classes.waiting}>
              {request ? 'The model is being loaded…' : 'Draw something: the answer follows the pen.'}
            </p>
          )
        )}
      </section>
    </div>
  );
}

/** The question as things stand; null while there is nothing to ask about. */
function useRequest(model: string, paper: Paper, target: number | null): PredictImage | null {
  const subject = useImages((ui) => ui.subject);
  const strokes = useImages((ui) => ui.strokes);
  const centred = useImages((ui) => ui.centred);
  const explain = useImages((ui) => ui.explain);
  return useMemo(() => {
    const common = { model, explain, ...(target === null ? {} : { target }) };
    switch (subject.from) {
      case 'pad':
        return strokes.length === 0 ? null : { ...common, from: 'pixels', ...inkPixels(strokes, paper, centred) };
      case 'file':
        return { ...common, from: 'file', file: subject.file };
      case 'dataset':
        return { ...common, from: 'dataset', dataset: subject.dataset, item: subject.item };
    }
  }, [model, explain, target, subject, strokes, centred, paper]);
}
