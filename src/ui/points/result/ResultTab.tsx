// What the fit found: its curve, its parameters, what changed, and the model as code.

import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { type ExportFormat, exportMixture } from '../../../ml/gmm/export';
import { aic as aicOf, bic as bicOf } from '../../../ml/gmm/score';
import type { Mixture } from '../../../ml/gmm/types';
import { CopyButton } from '../../components/CopyButton';
import { Note, Section } from '../../components/Section';
import { Stat } from '../../components/Stat';
import { formatLogLikelihood, formatValue } from '../numbers';
import { usePoints } from '../store';
import { Parameters, WhatChanged } from './Parameters';
import classes from './ResultTab.module.css';
import { useChanges } from './useChanges';

export function ResultTab() {
  const mixture = usePoints((state) => state.state?.mixture ?? null);
  const earlier = usePoints((state) => state.state?.earlierOptions ?? false);
  const changes = useChanges();
  if (!mixture) {
    return (
      <Section title="Result">
        <Note>Nothing has been fitted yet. Press “Fit”: the groups, their weights and shapes will stand here.</Note>
      </Section>
    );
  }
  return (
    <>
      {earlier && <Note>This is the model of the earlier options, until “Fit” makes one with the present ones.</Note>}
      <Section title="How well it fits">
        <Figures mixture={mixture} />
      </Section>
      <Section title="Parameters">
        <Parameters mixture={mixture} />
      </Section>
      {changes && (
        <Section title="What changed">
          <WhatChanged changes={changes} />
        </Section>
      )}
      <Section title="As code">
        <Code mixture={mixture} />
      </Section>
    </>
  );
}

function Figures({ mixture }: { readonly mixture: Mixture }) {
  const n = usePoints((state) => state.state?.dataset.n ?? 0);
  const logLikelihood = usePoints((state) => {
    const fit = state.state?.fit;
    // A number for other points would be divided by a wrong count.
    return fit && 'log_likelihood' in fit && !fit.behind ? fit.log_likelihood : null;
  });
  if (logLikelihood === null || n === 0) {
    return (
      <Note>
        {n === 0
          ? 'There are no points to compare the model with.'
          : 'Not known for the points as they are now: press “Fit”, or do one iteration.'}
      </Note>
    );
  }
  return (
    <>
      <dl className={classes.stats}>
        <Stat label="Log-likelihood" value={formatLogLikelihood(logLikelihood)} note="all points, ln" />
        <Stat label="Per point" value={formatValue(logLikelihood / n)} />
        <Stat label="BIC" value={formatLogLikelihood(bicOf(logLikelihood, mixture, n))} note="lower is better" />
        <Stat label="AIC" value={formatLogLikelihood(aicOf(logLikelihood, mixture))} note="lower is better" />
      </dl>
      <Note>
        The Bayesian and Akaike’s information criterion (BIC, AIC) weigh the likelihood against the number of
        parameters.
      </Note>
    </>
  );
}

const FORMATS: readonly { value: ExportFormat; label: string }[] = [
  { value: 'sklearn', label: 'scikit-learn' },
  { value: 'numpy', label: 'NumPy' },
  { value: 'json', label: 'JSON' },
];

function Code({ mixture }: { readonly mixture: Mixture }) {
  const [format, setFormat] = useState<ExportFormat>('sklearn');
  const [open, setOpen] = useState(false);
  return (
    <div className={classes.code}>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label="Language"
        data={[...FORMATS]}
        value={format}
        onChange={(value) => setFormat(FORMATS.find((item) => item.value === value)!.value)}
      />
      <Note>
        {format === 'sklearn'
          ? 'Rebuilds this very model: predict, score_samples and sample work at once.'
          : format === 'numpy'
            ? 'Weights, means and covariances as arrays.'
            : 'All parameters with full precision.'}
      </Note>
      <CopyButton text={() => exportMixture(mixture, format)}>
        Copy as {FORMATS.find((item) => item.value === format)!.label}
      </CopyButton>
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>Look at it</summary>
        {open && <pre>{exportMixture(mixture, format)}</pre>}
      </details>
    </div>
  );
}
