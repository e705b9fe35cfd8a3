// What runs, in one quiet line beside the page's name.

import { useStream } from './store';
import { formatFigure, SOURCE_WORDS } from './words';

export function Summary() {
  const source = useStream((ui) => ui.state?.config.source.id);
  const learner = useStream((ui) => ui.state?.learner ?? null);
  const engine = useStream((ui) => ui.state?.engine ?? null);
  const rate = useStream((ui) => ui.state?.config.learner.learning_rate);
  if (!source) return null;
  if (!learner) return <>A model that keeps learning while you watch</>;
  const parts = [SOURCE_WORDS[source].word, learner, rate && `rate ${formatFigure(rate)}`, engine];
  return <>{parts.filter(Boolean).join(' · ')}</>;
}
