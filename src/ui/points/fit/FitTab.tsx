// How to fit: how many groups, of which shape, by which method; the rest under "Advanced".

import { SegmentedControl } from '@mantine/core';
import { METHODS, type Method } from '../../../ml/gmm/types';
import { Note, Section, Term } from '../../components/Section';
import { useSoon } from '../../components/useSoon';
import { changeOptions } from '../actions';
import { ProgressChart } from '../progress/ProgressChart';
import { usePoints } from '../store';
import { AdvancedOptions } from './AdvancedOptions';
import { ComponentCount } from './ComponentCount';
import { CovarianceType } from './CovarianceType';

const METHOD_NAMES: Readonly<Record<Method, string>> = { em: 'EM', incremental: 'Incremental', gradient: 'Gradient' };

const METHOD_WORDS: Readonly<Record<Method, string>> = {
  em: 'Every iteration asks all points which group they belong to, then moves every group to its points: expectation–maximisation, the standard way.',
  incremental:
    'Groups learn from one point or a small batch at a time, so points added while it runs count at once; it can forget what is old.',
  gradient: 'Every iteration nudges all parameters a little uphill on the likelihood, as neural networks learn (Adam).',
};

export function FitTab() {
  const options = usePoints((state) => state.state?.options);
  const soon = useSoon(options !== undefined);
  if (!options || !soon) return null;
  return (
    <>
      <Section title="The mixture">
        <ComponentCount />
        <CovarianceType value={options.covariance_type} />
      </Section>
      <Section title="How it learns" aside={<Term word="" term="method" />}>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label="How it learns"
          value={options.method}
          data={METHODS.map((value) => ({ value, label: METHOD_NAMES[value] }))}
          onChange={(value) => void changeOptions({ method: METHODS.find((method) => method === value)! })}
        />
        <Note>{METHOD_WORDS[options.method]}</Note>
        <AdvancedOptions options={options} />
      </Section>
      <Progress />
    </>
  );
}

function Progress() {
  const history = usePoints((state) => state.state?.history);
  if (!history || history.values.length < 2) return null;
  return (
    <Section title="Progress" aside={<Term word="" term="log-likelihood" />}>
      <ProgressChart values={history.values} stride={history.stride} />
    </Section>
  );
}
