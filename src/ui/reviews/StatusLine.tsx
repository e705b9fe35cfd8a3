// One quiet line: which model answered, how large it is, where it computes, how long that took, how much it read.

import { formatMilliseconds, formatShare } from '../components/format';
import { serveModel } from './actions';
import { languageWords } from './language/words';
import classes from './StatusLine.module.css';
import { modelName, useReviews } from './store';
import { modelFacts, truncationWords } from './verdict/words';

export function StatusLine() {
  const state = useReviews((all) => all.state);
  const answer = useReviews((all) => all.answer);
  const unreachable = useReviews((all) => all.unreachable);
  if (unreachable) return <p className={classes.problem}>The engine does not answer: {unreachable} Reload the page.</p>;
  if (!state) return <p className={classes.root}>Starting …</p>;
  const { serving } = state;
  const model = state.models.find(({ id }) => id === (answer?.model ?? serving.model));
  const facts = [
    model && `${model.name}: ${modelFacts(model)}`,
    serving.phase === 'ready' && answer?.model === serving.model && serving.engine,
    answer && formatMilliseconds(answer.ms),
  ].filter((fact) => typeof fact === 'string');
  return (
    <div className={classes.root} data-testid="status">
      <p>{facts.join(' · ')}</p>
      {answer && <Warning words={truncationWords(answer.score.tokens, answer.score.tokensRead)} />}
      {answer && model && <Warning words={languageWords(answer.text, answer.score, model.shipped)} />}
      {serving.phase === 'loading' && (
        <p>
          {modelName(state, serving.model)} is being read, {formatShare(serving.share)}. Until then the small model
          answers.
        </p>
      )}
      {serving.phase === 'failed' && (
        <p className={classes.problem}>
          {modelName(state, serving.model)} could not be used: {serving.message} The small model answers in its place.{' '}
          <button type="button" className={classes.retry} onClick={() => void serveModel(serving.model)}>
            Try again
          </button>
        </p>
      )}
    </div>
  );
}

function Warning({ words }: { readonly words: string | null }) {
  return words === null ? null : <p className={classes.warning}>{words}</p>;
}
