// What a model makes of a picture, asked anew whenever the question changes: one question at a time, and of those that come
// meanwhile only the newest, so that answers follow a pen as fast as they can be had and never pile up.

import { useEffect, useState } from 'react';
import { service } from '../../../client';
import type { ImagePrediction, PredictImage } from '../../../wire/images';
import { wordsOf } from '../../components/errors';
import { createLatest } from '../../reviews/latest';

interface Predicted {
  readonly answer: ImagePrediction | null;
  /** Why there is none. */
  readonly problem: string | null;
}

const NOTHING: Predicted = { answer: null, problem: null };

/** `request` counts as another when it is another object: memoise it. Null asks nothing. */
export function usePrediction(request: PredictImage | null): Predicted {
  const [predicted, setPredicted] = useState(NOTHING);
  const [latest] = useState(() =>
    createLatest<PredictImage, ImagePrediction>(
      (question) => service.images.predict(question),
      (_, answer) => setPredicted({ answer, problem: null }),
      (_, error) => setPredicted({ answer: null, problem: wordsOf(error) }),
    ),
  );
  useEffect(() => {
    if (request) {
      latest.ask(request);
      return;
    }
    latest.forget();
    setPredicted(NOTHING);
  }, [request, latest]);
  useEffect(() => () => latest.forget(), [latest]);
  return predicted;
}
