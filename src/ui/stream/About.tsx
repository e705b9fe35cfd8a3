// "What am I looking at?" on the Stream page: the prequential score, and the bound by which ADWIN cuts its window.

import { ADWIN_DEFAULTS } from '../../ml/stream/detectors/adwin';
import { Formula } from '../components/Formula';
import { m, mi, mn, mo, sub } from '../components/mathml';
import classes from './About.module.css';

export const EXPLANATION = (
  <>
    Examples arrive in batches, and the model is tested on each batch before it learns from it, so the curve is always
    an honest exam on data it has not seen. Now and then the rule behind the data changes (<em>concept drift</em>): the
    curve falls, and detectors that watch nothing but the errors say so, usually a few batches later. The model keeps
    learning, is saved as it goes, and climbs again.
  </>
);

/** Prequential accuracy over the latest w examples, and ADWIN's cut, as MathML. */
export function StreamFormula() {
  return (
    <div className={classes.formulas}>
      <Formula caption="Prequential accuracy A of the latest w examples: how often what was predicted (ŷ) was right (y); each was predicted, then learnt">
        {m(
          'math',
          sub('A', 't'),
          mo('='),
          m('mfrac', mn('1'), mi('w')),
          m('munderover', mo('∑'), m('mrow', mi('i'), mo('='), mi('t'), mo('−'), mi('w'), mo('+'), mn('1')), mi('t')),
          mo('['),
          m('msub', m('mover', mi('y'), mo('^')), mi('i')),
          mo('='),
          sub('y', 'i'),
          mo(']'),
        )}
      </Formula>
      <Formula
        caption={`ADWIN cuts its window of n errors, whose variance is σ², where the means μ of the older n₀ and the newer n₁ differ by more; δ = ${ADWIN_DEFAULTS.delta} is the chance of a false cut`}
      >
        {m(
          'math',
          m('mrow', mo('|'), sub('μ', '0'), mo('−'), sub('μ', '1'), mo('|')),
          mo('>'),
          m('msqrt', m('mrow', m('mfrac', mn('2'), mi('m')), squared('σ'), logarithm())),
          mo('+'),
          m('mfrac', mn('2'), m('mrow', mn('3'), mi('m'))),
          logarithm(),
          mo(','),
          m('mspace'),
          m('mfrac', mn('1'), mi('m')),
          mo('='),
          m('mfrac', mn('1'), sub('n', '0')),
          mo('+'),
          m('mfrac', mn('1'), sub('n', '1')),
        )}
      </Formula>
    </div>
  );
}

const squared = (of: string) => m('msup', mi(of), mn('2'));

/** ln(2 ln n / δ), as in its ADWIN2 form. */
function logarithm() {
  return m('mrow', mi('ln'), m('mfrac', m('mrow', mn('2'), mi('ln'), mi('n')), mi('δ')));
}
