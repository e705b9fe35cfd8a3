// "What am I looking at?" on the Points page: the mixture's density and the two steps of EM.

import type { ReactNode } from 'react';
import { m, mi, mn, mo, sub } from '../components/mathml';
import classes from './About.module.css';

export const EXPLANATION = (
  <>
    Every dot is a row of your data, and the ellipses are groups that together try to explain where the dots are: each
    group is a bell-shaped hill (a Gaussian) with a weight, a centre and a shape. A fit goes round and round in two
    steps: ask every dot how likely it came from each group, then move every group to the dots it got. The number it
    climbs is the log-likelihood: how well the groups together explain all the dots.
  </>
);

/** p(x) = sum over k of w_k N(x | mu_k, Sigma_k), and EM's responsibilities and updates, as MathML. */
export function MixtureFormula() {
  const sum = m('mrow', m('munder', mo('∑'), mi('i')), r);
  return (
    <div className={classes.formulas}>
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
      {m(
        'math',
        r,
        mo('='),
        m('mfrac', m('mrow', sub('w', 'k'), gaussian(sub('x', 'i'))), m('mrow', ...of('p', sub('x', 'i')))),
      )}
      {m('math', sub('w', 'k'), mo('←'), m('mfrac', sum, mi('n')))}
      {m('math', sub('μ', 'k'), mo('←'), m('mfrac', m('mrow', sum, sub('x', 'i')), sum))}
    </div>
  );
}

const of = (name: string, ...inside: ReactNode[]) => [mi(name), mo('('), ...inside, mo(')')];
const r = m('msub', mi('r'), m('mrow', mi('i'), mi('k')));

function gaussian(at: ReactNode) {
  return m('mrow', ...of('𝒩', at, mo('∣'), sub('μ', 'k'), mo(','), sub('Σ', 'k')));
}
