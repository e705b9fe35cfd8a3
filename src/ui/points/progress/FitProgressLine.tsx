// How far the fit is: iteration, likelihood, change, rate, time left, and what computes it.

import type { Mixture } from '../../../ml/gmm/types';
import type { FitProgress, FitStatus } from '../../../wire/service';
import { formatCount, formatRate, formatTimeLeft, plural } from '../../components/format';
import { ProgressBar } from '../../components/ProgressBar';
import { Facts, Failure, StatusLine } from '../../components/transport/status';
import { useSaid } from '../../components/useSaid';
import { formatChange, formatLogLikelihood } from '../numbers';
import { usePoints } from '../store';
import classes from './FitProgressLine.module.css';

export function FitProgressLine() {
  const fit = usePoints((state) => state.state?.fit);
  const mixture = usePoints((state) => state.state?.mixture ?? null);
  const n = usePoints((state) => state.state?.dataset.n ?? 0);
  const earlier = usePoints((state) => state.state?.earlierOptions ?? false);
  useSaid(fit ? restWords(fit) : null);
  if (!fit) return <StatusLine lines={3}>Starting…</StatusLine>;
  switch (fit.phase) {
    case 'idle':
      return earlier && mixture ? (
        <StatusLine lines={3}>
          <Earlier mixture={mixture} />
        </StatusLine>
      ) : (
        <StatusLine lines={3} quiet>
          {idleWords(n, mixture !== null)}
        </StatusLine>
      );
    case 'failed':
      return <Failure title="The fit stopped">{fit.message} Your points are safe.</Failure>;
    case 'selecting':
      return (
        <StatusLine lines={3}>
          <span>
            Choosing the number of groups: {fit.done} of {fit.total} fitted
          </span>
          <ProgressBar label="Share of fits done" share={fit.done / Math.max(1, fit.total)} />
        </StatusLine>
      );
    default:
      return <Running fit={fit} earlier={earlier ? mixture : null} />;
  }
}

/** The model on show was made with other options than the controls now say. */
function Earlier({ mixture }: { readonly mixture: Mixture }) {
  return (
    <span className={classes.earlier}>
      On show: {plural(mixture.n_components, 'group')}, {mixture.covariance_type}, of the earlier options. “Fit” starts
      anew with the present ones.
    </span>
  );
}

function idleWords(n: number, hasModel: boolean): string {
  if (n === 0) return hasModel ? 'A model, and no points yet.' : 'Add some points, then fit.';
  return hasModel ? 'The model stands. Fit to improve it.' : 'Ready to fit.';
}

type Moving = Extract<FitStatus, FitProgress>;

function Running({ fit, earlier }: { readonly fit: Moving; readonly earlier: Mixture | null }) {
  const { iteration, epochs, init, n_init } = fit;
  const share = (init + Math.min(1, iteration / Math.max(1, epochs))) / Math.max(1, n_init);
  return (
    <StatusLine lines={3}>
      <div className={classes.words}>
        <span>
          <strong>{phaseWords(fit)}</strong>
          {fit.phase !== 'finished' &&
            ` Iteration ${formatCount(iteration)} of ${formatCount(epochs)}${n_init > 1 ? `, start ${init + 1} of ${n_init}` : ''}`}
        </span>
        {fit.phase === 'running' && fit.secondsLeft !== null && (
          <span className={classes.quiet}>at most {formatTimeLeft(fit.secondsLeft)} left</span>
        )}
      </div>
      <ProgressBar label="Share of the iterations allowed" share={fit.phase === 'finished' ? 1 : share} />
      {earlier ? <Earlier mixture={earlier} /> : <FitFacts fit={fit} />}
    </StatusLine>
  );
}

function FitFacts({ fit }: { readonly fit: Moving }) {
  return (
    <Facts>
      <span title="Total log-likelihood of all points, natural logarithm">
        log-likelihood {formatLogLikelihood(fit.log_likelihood)}
        {fit.behind && fit.phase !== 'running' && ', before the points changed'}
      </span>
      {Number.isFinite(fit.change) && (
        <span title="Change of the mean log-likelihood per point in the last iteration">
          change {formatChange(fit.change)}
        </span>
      )}
      {fit.phase === 'running' && fit.rate > 0 && <span>{formatRate(fit.rate)}</span>}
      <span>{fit.engine}</span>
    </Facts>
  );
}

/** '' while it moves: its words would change all the time. A failure says so itself. */
function restWords(fit: FitStatus): string {
  return fit.phase === 'paused' || fit.phase === 'finished' ? phaseWords(fit) : '';
}

function phaseWords(fit: Moving): string {
  switch (fit.phase) {
    case 'starting':
      return 'Starting.';
    case 'running':
      return 'Fitting.';
    case 'paused':
      return 'Paused.';
    case 'finished':
      return fit.converged
        ? `Converged after ${plural(fit.iteration, 'iteration')}.`
        : `Ended after ${plural(fit.iteration, 'iteration')}, not converged.`;
  }
}
