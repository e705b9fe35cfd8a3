// "What am I looking at?" for image models: what a convolution sees, and where Grad-CAM's heat-map comes from.

import { Formula } from '../../components/Formula';
import { m, mi, mn, mo } from '../../components/mathml';

export const IMAGES_EXPLANATION = (
  <>
    A convolutional network slides small filters over the picture, each looking for one thing (an edge, a bend, an end),
    shrinks what they found, and looks for patterns of those; a last layer weighs them into a probability for every
    class. It knows only what its training images showed, so a drawing is put where theirs were, and it will give an
    answer to a shoe as well. The heat-map (<em>Grad-CAM</em>) adds up what its last filters found, each weighed by how
    much the class would gain from more of it: where it glows, the answer comes from.
  </>
);

/** Grad-CAM, as MathML: its weights, and the map. */
export function GradCamFormula() {
  return (
    <Formula caption="Grad-CAM: A are the last convolution’s maps, y the class’s score (Selvaraju et al. 2017, equations 1 and 2)">
      {m(
        'math',
        weight(),
        mo('='),
        m('mfrac', mn('1'), mi('Z')),
        m('munder', mo('∑'), m('mrow', mi('i'), mo(','), mi('j'))),
        m('mfrac', m('mrow', mo('∂'), m('msup', mi('y'), mi('c'))), m('mrow', mo('∂'), map('i j'))),
        mo(','),
        m('mspace'),
        m('msup', mi('L'), mi('c')),
        mo('='),
        mi('ReLU'),
        mo('('),
        m('munder', mo('∑'), mi('k')),
        weight(),
        m('msup', mi('A'), mi('k')),
        mo(')'),
      )}
    </Formula>
  );
}

const weight = () => m('msubsup', mi('α'), mi('k'), mi('c'));
const map = (place: string) => m('msubsup', mi('A'), m('mrow', ...place.split(' ').map(mi)), mi('k'));
