// "What am I looking at?" on the Models page: what a model is, and how far apart two of them are.

import { Formula } from '../components/Formula';
import { m, mi, mo } from '../components/mathml';

export const EXPLANATION = (
  <>
    Every model that this browser holds, whatever made it: a model is a folder of files, mostly of numbers that were
    learnt (<em>weights</em>), and a module that reads them and answers. Open one to see how it is built and what its
    numbers look like, to try it, and to take it away as an archive or in a format of other programs. Two models of one
    build can be compared number by number, and what others made can be brought in.
  </>
);

/** How far apart the weights of two models are. */
export function ChangeFormula() {
  return (
    <Formula caption="How far the weights b of one model are from the weights a of another: 0 where they are the same; and the cosine of the angle between them, 1 where they point the same way">
      {m(
        'math',
        mi('change'),
        mo('='),
        m('mfrac', m('mrow', mo('‖'), mi('b'), mo('−'), mi('a'), mo('‖')), norm('a')),
        mo(','),
        m('mspace'),
        mi('cosine'),
        mo('='),
        m('mfrac', m('mrow', mi('a'), mo('·'), mi('b')), m('mrow', norm('a'), norm('b'))),
      )}
    </Formula>
  );
}

const norm = (of: string) => m('mrow', mo('‖'), mi(of), mo('‖'));
