// "What am I looking at?" on the Reviews page.

import { m, mi, mn, mo } from '../components/mathml';
import classes from './About.module.css';

export const EXPLANATION = (
  <>
    A small language model reads the text in pieces of words, looks at how the pieces stand to one another, and says how
    likely the whole is praise: 0 is surely negative, 1 surely positive. It learnt that from film reviews people had
    rated, and it can learn from yours: label a few, train, and compare. Everything is computed in this tab, on this
    device.
  </>
);

/** score = 1 / (1 + exp(−(a·BERT + b·n-gram + c))), as MathML. */
export function ScoreFormula() {
  return (
    <div className={classes.formula}>
      {m(
        'math',
        mi('score'),
        mo('='),
        m(
          'mfrac',
          mn('1'),
          m(
            'mrow',
            mn('1'),
            mo('+'),
            m(
              'msup',
              mi('e'),
              m('mrow', mo('−'), mo('('), mi('a'), mi('z'), mo('+'), mi('b'), sum, mo('+'), mi('c'), mo(')')),
            ),
          ),
        ),
      )}
      <p>
        z is what the BERT makes of the text (its log-odds), θ the weight of each word and pair of words in it; a, b and
        c were fitted on reviews held out. A model of one kind has only its own part.
      </p>
    </div>
  );
}

const sum = m('mrow', m('munder', mo('∑'), mi('w')), m('msub', mi('θ'), mi('w')));
