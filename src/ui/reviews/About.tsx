// "What am I looking at?" on the Reviews page, for each of its views.

import type { ReactNode } from 'react';
import { DRIFT_TESTS } from '../../wire/drift';
import { Formula } from '../components/Formula';
import { m, mi, mn, mo, sub } from '../components/mathml';
import classes from './About.module.css';
import type { ViewId } from './views';

const WRITE = (
  <>
    A small model weighs the words and short runs of words of the text, or reads it in pieces of words and how they
    stand to one another, or both, and says how likely the whole is praise: 0 is surely negative, 1 surely positive. It
    learnt that from film reviews people had rated, and it can learn from yours: label a few, train, and compare.
    Everything is computed in this tab, on this device.
  </>
);

const LABEL = (
  <>
    Each text you label is one more example that the model can learn from; it learns when you train it, or retrain it
    under Monitor. Labels teach it most where it is least sure, at scores near a half, so those texts come first (
    <em>uncertainty sampling</em>); you can have the surest ones first instead, to see its gross mistakes. Under “Check
    my labels” come the texts that the model would label otherwise: there one of you is wrong.
  </>
);

const DATASETS = (
  <>
    A dataset is a list of texts, most with a label, kept on this device as it was brought in; its seven figures show
    what to look at before a model learns from it. Its parts keep learning and judging apart: the <em>training</em> part
    is learnt from, the <em>validation</em> part says when to stop, the <em>test</em> part judges at the end. A text
    that stands in a part learnt from and in one to judge by is a leak: figures would be better than the model is.
  </>
);

const BATCH = (
  <>
    One model scores many texts, and its scores are held against their labels: how many it gets right, how many of those
    it calls positive are (<em>precision</em>), and how many of the positive ones it finds (<em>recall</em>). Where the
    line between negative and positive is drawn is yours to choose: move the <em>threshold</em>, and one of the two
    rises as the other falls. The calibration curve asks something else: whether of texts scored 0.8 eight in ten are
    positive.
  </>
);

const MONITOR = (
  <>
    The reviews that came in are compared with what the model that serves was trained on, by {DRIFT_TESTS.length} tests:
    of its scores, the share of positive labels, lengths, unknown words, the words used, what the texts mean, and how
    often it is right. One level holds for all of them together, however often they look: with a chance of at most α (5
    %), reviews that have not changed are ever called different. A model retrained on new labels must pass a gate before
    it serves: right on enough of the texts held out, and on the old ones of them not significantly worse than the
    present one (<em>McNemar’s test</em>).
  </>
);

/** score = 1 / (1 + exp(−(a·BERT + b·n-gram + c))), as MathML. */
function ScoreFormula() {
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
        z is what the BERT makes of the text (its log-odds), θ the weight of each word and short run of words in it; a,
        b and c were fitted on reviews held out. A model of one kind has only its own part.
      </p>
    </div>
  );
}

const sum = m('mrow', m('munder', mo('∑'), mi('w')), m('msub', mi('θ'), mi('w')));

/** F1, with what it is made of. */
function RatesFormula() {
  return (
    <Formula caption="P is the precision, R the recall; TP are the positive texts found, FP the negative ones called positive, FN the positive ones missed">
      {m(
        'math',
        mi('P'),
        mo('='),
        m('mfrac', mi('TP'), m('mrow', mi('TP'), mo('+'), mi('FP'))),
        mo(','),
        m('mspace'),
        mi('R'),
        mo('='),
        m('mfrac', mi('TP'), m('mrow', mi('TP'), mo('+'), mi('FN'))),
        mo(','),
        m('mspace'),
        sub('F', '1'),
        mo('='),
        m('mfrac', m('mrow', mn('2'), mi('P'), mi('R')), m('mrow', mi('P'), mo('+'), mi('R'))),
      )}
    </Formula>
  );
}

/** What is labelled first. */
function UnsureFirst() {
  return (
    <Formula caption="Unsure first: the nearer the model’s score p is to a half, the sooner its text comes">
      {m('math', mo('|'), mi('p'), mo('−'), m('mfrac', mn('1'), mn('2')), mo('|'))}
    </Formula>
  );
}

/** The level of one drift test at one look, and the gate's p-value. */
function MonitorFormula() {
  return (
    <Formula caption="The level of each test at one look, in epoch j (each doubling of the new texts is one, each look in it gets a ninth; Lan and DeMets 1983), where α is that of all together; and McNemar’s p: how likely so many of the n texts on which the two versions differ would be lost by chance">
      {m(
        'math',
        sub('α', 'j'),
        mo('='),
        m('mfrac', mn('1'), mn(String(DRIFT_TESTS.length))),
        mo('·'),
        m('mfrac', mn('1'), mn('9')),
        mo('·'),
        m('mfrac', m('mrow', mn('6'), mi('α')), m('mrow', square('π'), square('j'))),
        mo(','),
        m('mspace'),
        mi('p'),
        mo('='),
        m('munderover', mo('∑'), m('mrow', mi('k'), mo('='), mi('lost')), mi('n')),
        m(
          'mfrac',
          m('mrow', mi('n'), mo('!')),
          m('mrow', mi('k'), mo('!'), mo('('), mi('n'), mo('−'), mi('k'), mo(')'), mo('!')),
        ),
        m('msup', mn('2'), m('mrow', mo('−'), mi('n'))),
      )}
    </Formula>
  );
}

const square = (of: string) => m('msup', mi(of), mn('2'));

interface About {
  readonly explanation: ReactNode;
  readonly formula?: ReactNode;
}

/** By the id of the view. */
export const ABOUT: Readonly<Record<ViewId, About>> = {
  '': { explanation: WRITE, formula: <ScoreFormula /> },
  label: { explanation: LABEL, formula: <UnsureFirst /> },
  datasets: { explanation: DATASETS },
  batch: { explanation: BATCH, formula: <RatesFormula /> },
  monitor: { explanation: MONITOR, formula: <MonitorFormula /> },
};
