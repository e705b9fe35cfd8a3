// Choosing K by BIC or AIC on the page: starts a search, follows it to its end, and puts the best
// model in place of the fit. A search that is stopped keeps its curve and leaves the fit alone.

import { EngineLostError } from '../../ml/gmm/engine';
import type { FitOptions } from '../../ml/gmm/types';
import { ServiceError } from '../../wire/errors';
import { MAX_COMPONENTS } from '../../wire/limits';
import type { SelectionRequest, SelectionResult } from '../../wire/service';
import { invalid } from '../errors';
import { evaluate } from './evaluate';
import { epochsFor } from './options';
import type { PointsPage } from './page';
import { finishedRecord } from './run-record';
import { type BestCandidate, Search, type SearchRecord } from './search';

const MAX_LOSSES = 3;

export function select(page: PointsPage, request: SelectionRequest): Promise<SelectionResult> {
  checkRequest(request);
  const { document, options, session } = page;
  if (page.search) throw new ServiceError('conflict', 'A search for the number of components runs already.');
  if (session.busy) throw new ServiceError('conflict', 'A fit is running: pause it first.');
  if (document.n === 0) throw invalid('points', 'There are no points to fit yet: add some first.');
  const epochs = epochsFor(options, document.n);
  return follow(page, { request, options, epochs, candidates: [], next: request.min, best: null });
}

/** Runs a search from its record: anew, or on from where a reload cut it off. */
export async function follow(page: PointsPage, record: SearchRecord): Promise<SelectionResult> {
  const search = new Search(record, page);
  page.search = search;
  page.selection = null;
  page.changed('settled');
  try {
    await withoutLosses(page, search);
    if (search.stopped === null && search.best) await adopt(page, search, search.best);
  } finally {
    if (page.search === search) {
      page.search = null;
      page.selection = search.result;
      page.changed('settled');
    }
  }
  const { result, stopped } = search;
  if (result && (stopped === null || stopped === 'asked')) return result;
  const why = { asked: 'it was stopped', points: 'the points changed', reset: 'the page was reset' };
  throw new ServiceError('conflict', `The search for K did not get to a result: ${why[stopped ?? 'asked']}.`);
}

async function withoutLosses(page: PointsPage, search: Search): Promise<void> {
  for (let losses = 0; ; ) {
    try {
      return await search.run();
    } catch (error) {
      if (!(error instanceof EngineLostError) || ++losses >= MAX_LOSSES) throw error;
      page.engines.drop();
      page.notify({
        level: 'warning',
        title: 'The compute engine was lost',
        message: `${error.message} Nothing is lost: the search goes on with the fit it was at, on another engine.`,
      });
    }
  }
}

async function adopt(page: PointsPage, search: Search, best: BestCandidate) {
  const { n_components, mixture, iterations, converged = false } = best;
  const { weights_init: _w, means_init: _m, precisions_init: _p, ...rest } = search.options;
  const options: FitOptions = { ...rest, n_components };
  const { epochs } = search.record();
  const { n } = page.document;
  const { log_likelihood, engine } = await evaluate(page, mixture);
  if (search.stopped !== null) return;
  const run = finishedRecord({ options, epochs, mixture, iterations, converged, log_likelihood, n, engine });
  page.restoreFit({ options, session: { phase: 'finished', run }, selection: search.result }, false);
}

function checkRequest({ min, max, criterion }: SelectionRequest): void {
  const whole = (value: number) => Number.isInteger(value) && value >= 1 && value <= MAX_COMPONENTS;
  if (!whole(min)) throw invalid('min', `min must be a whole number from 1 to ${MAX_COMPONENTS}.`);
  if (!whole(max) || max < min) throw invalid('max', `max must be a whole number from min to ${MAX_COMPONENTS}.`);
  if (criterion !== 'bic' && criterion !== 'aic') throw invalid('criterion', "criterion must be 'bic' or 'aic'.");
}
