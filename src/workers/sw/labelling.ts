// What the routes of the reviews kept do: calls of the service.

import type { QueueOrder } from '../../wire/labelling';
import type { ListRequest, Sentiment } from '../../wire/reviews';
import type { LABELLING_ROUTES } from '../../wire/routes/labelling';
import type { Handlers } from './handlers';
import { countIn } from './query';

const OK = { status: 'ok' } as const;
const DEFAULT_PAGE = 100;
const MAX_PAGE = 1000;
const MAX_SEED = 0xffff_ffff;
const LABELS: Readonly<Record<string, Sentiment | 'none'>> = { '0': 0, '1': 1, none: 'none' };

// Parameters that have values are checked by the door: a word is one of them, or '' when left out.
export const LABELLING_HANDLERS: Pick<Handlers, keyof typeof LABELLING_ROUTES> = {
  addReviews: async ({ service, body }) => {
    const reviews = 'reviews' in body ? body.reviews : [body];
    const added = reviews.map(({ sentiment = null, ...review }) => ({ ...review, sentiment, source: 'REST' }));
    return { ids: await service.reviews.add(added) };
  },
  listReviews: ({ service, parameter }) =>
    service.reviews.list({
      offset: countIn(parameter, 'offset', { otherwise: 0 }),
      limit: countIn(parameter, 'limit', { otherwise: DEFAULT_PAGE, most: MAX_PAGE }),
      sentiment: LABELS[parameter('label')],
      search: parameter('search'),
      source: parameter('source') || undefined,
      order: (parameter('order') || 'newest') as NonNullable<ListRequest['order']>,
    }),
  labelQueue: ({ service, parameter }) =>
    service.reviews.queue({
      order: (parameter('order') || 'uncertainty') as QueueOrder,
      limit: countIn(parameter, 'limit', { otherwise: DEFAULT_PAGE, most: MAX_PAGE }),
      seed: countIn(parameter, 'seed', { otherwise: 1, most: MAX_SEED }),
    }),
  labelMany: async ({ service, body }) => ({ before: await service.reviews.labelMany(body.ids, body.sentiment) }),
  restoreReviews: async ({ service, body }) => {
    await service.reviews.restoreReviews(body.reviews);
    return OK;
  },
  changeReview: async ({ service, body, parameter }) => {
    await service.reviews.changeReview(parameter('id'), body);
    return OK;
  },
  removeReviews: async ({ service, body }) => {
    await service.reviews.removeReviews(body.ids);
    return OK;
  },
  reviewSources: async ({ service }) => ({ sources: await service.reviews.sources() }),
  duplicateReviews: async ({ service }) => ({ groups: await service.reviews.duplicates() }),
  exportReviews: ({ service, parameter }) =>
    service.reviews.exportReviews((parameter('format') || 'archive') as 'archive' | 'csv' | 'jsonl'),
  cancelReviewsExport: async ({ service }) => {
    await service.reviews.cancelExport();
    return OK;
  },
};
