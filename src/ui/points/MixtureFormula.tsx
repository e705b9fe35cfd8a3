// What is seen on the Points page as formulas: the mixture's density and the two steps of EM.

import type { ReactNode } from 'react';
import { Formula } from '../components/Formula';
import { m, mi, mn, mo, sub } from '../components/mathml';
import classes from './MixtureFormula.module.css';

/** p(x) = sum over k of w_k N(x | mu_k, Sigma_k), and EM's responsibilities and updates, as MathML. */
export function MixtureFormula() {
  return (
    <div className={classes.formulas}>
      <Formula caption="How likely a place x is: K groups, each a Gaussian 𝒩 with weight w, centre μ and shape Σ (its covariance)">
        {m(
          'math',
          m(
            'mrow',
            ...of('p', mi('x')),
            mo('='),
            m('munderover', mo('∑'), m('mrow', mi('k'), mo('='), mn('1')), mi('K')),
          ),
          sub('w', 'k'),
          gaussian(mi('x')),
        )}
      </Formula>
      <Formula caption="Ask: the share r of point i that comes from group k">
        {m(
          'math',
          r,
          mo('='),
          m('mfrac', m('mrow', sub('w', 'k'), gaussian(sub('x', 'i'))), m('mrow', ...of('p', sub('x', 'i')))),
        )}
      </Formula>
      <Formula caption="Move: each of the n points counts by its share, and Σ has a little added (reg_covar)">
        {m(
          'math',
          m('mrow', sub('w', 'k'), mo('←'), m('mfrac', sum, mi('n')), mo(',')),
          m('mspace'),
          m('mrow', sub('μ', 'k'), mo('←'), m('mfrac', m('mrow', sum, sub('x', 'i')), sum), mo(',')),
          m('mspace'),
          m('mrow', sub('Σ', 'k'), mo('←'), m('mfrac', m('mrow', sum, away, m('msup', away, mi('T'))), sum)),
        )}
      </Formula>
    </div>
  );
}

const of = (name: string, ...inside: ReactNode[]) => [mi(name), mo('('), ...inside, mo(')')];
const r = m('msub', mi('r'), m('mrow', mi('i'), mi('k')));
const sum = m('mrow', m('munder', mo('∑'), mi('i')), r);
const away = m('mrow', mo('('), sub('x', 'i'), mo('−'), sub('μ', 'k'), mo(')'));

function gaussian(at: ReactNode) {
  return m('mrow', ...of('𝒩', at, mo('∣'), sub('μ', 'k'), mo(','), sub('Σ', 'k')));
}
