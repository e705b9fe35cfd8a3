// "What am I looking at?" on the Runs page: what a run is, and the smoothing of its curves.

import { Formula } from '../components/Formula';
import { m, mi, mn, mo, sub } from '../components/mathml';

export const EXPLANATION = (
  <>
    A run trains one model from a configuration: it goes through its data, again and again (each time is an{' '}
    <em>epoch</em>) or, where it is a stream, as it comes, and corrects the model a little at every <em>step</em>. Where
    examples are kept back to test it on (<em>validation</em>), a falling training loss with a rising validation loss
    means that it learns by heart, so the best model is kept beside the last one. Runs with the same configuration, data
    and seed come out the same on the same backend, so whatever else differs between two runs is what you changed.
  </>
);

/** TensorBoard's smoothing: an exponential moving average, corrected for its beginning at zero. */
export function SmoothingFormula() {
  return (
    <Formula caption="Smoothed curves: an exponential moving average of weight w, its start at zero taken out">
      {m(
        'math',
        sub('m', 't'),
        mo('='),
        mi('w'),
        m('msub', mi('m'), m('mrow', mi('t'), mo('−'), mn('1'))),
        mo('+'),
        mo('('),
        mn('1'),
        mo('−'),
        mi('w'),
        mo(')'),
        sub('y', 't'),
        mo(','),
        m('mspace'),
        m('msub', m('mover', mi('y'), mo('~')), mi('t')),
        mo('='),
        m('mfrac', sub('m', 't'), m('mrow', mn('1'), mo('−'), m('msup', mi('w'), mi('t')))),
      )}
    </Formula>
  );
}
