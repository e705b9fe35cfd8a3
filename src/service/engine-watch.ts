// An engine with an ear on it: the one who started it hears when it is lost.

import { type EmEngine, type EmModel, EngineLostError } from '../ml/gmm/engine';

/** The same engine; `onLost` is called once, on the first EngineLostError before it is disposed of. */
export function watchEngine(engine: EmEngine, onLost: (error: EngineLostError) => void): EmEngine {
  let listening = true;
  const watched = async <T>(call: Promise<T>): Promise<T> => {
    try {
      return await call;
    } catch (error) {
      if (listening && error instanceof EngineLostError) {
        listening = false;
        onLost(error);
      }
      throw error;
    }
  };
  return {
    kind: engine.kind,
    d: engine.d,
    // Both change as points are appended.
    get n() {
      return engine.n;
    },
    get threads() {
      return engine.threads;
    },
    append: (points) => watched(engine.append(points)),
    pass: (model: EmModel) => watched(engine.pass(model)),
    scoreSamples: (model: EmModel) => watched(engine.scoreSamples(model)),
    assign: (model: EmModel) => watched(engine.assign(model)),
    dispose() {
      listening = false;
      engine.dispose();
    },
  };
}
