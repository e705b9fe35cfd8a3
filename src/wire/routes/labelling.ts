// Routes: the reviews kept, their labels, and the queue of those to label.

import {
  addReviewsSchema,
  changeReviewSchema,
  labelManySchema,
  removeReviewsSchema,
  restoreReviewsSchema,
} from '../labelling-schemas';
import { DONE, JSON_ERRORS, table } from './route';

const LIMIT = {
  name: 'limit',
  in: 'query',
  description: 'How many, 100 unless said, 1,000 at most.',
  example: '100',
} as const;

const REVIEW = {
  id: '1',
  text: 'A waste of two hours.',
  sentiment: 0,
  created_at: '2026-01-31T12:00:00.000Z',
  labelled_at: '2026-01-31T12:00:00.000Z',
  rating: 2,
  source: 'REST',
  skipped: false,
  part: null,
  score: 0.04,
} as const;

export const LABELLING_ROUTES = table({
  addReviews: {
    method: 'POST',
    path: '/reviews',
    tag: 'Reviews',
    summary: 'Keep reviews, with or without a label',
    body: { schema: addReviewsSchema, example: { text: 'A waste of two hours.', sentiment: 0 } },
    answer: { description: 'Their numbers.', example: { ids: ['1'] } },
    errors: [...JSON_ERRORS, 507],
  },
  listReviews: {
    method: 'GET',
    path: '/reviews',
    tag: 'Reviews',
    summary: 'The reviews kept, newest first',
    parameters: [
      {
        name: 'label',
        in: 'query',
        description: 'Only negative ones (0), positive ones (1), or those without a label (none).',
        values: ['0', '1', 'none'],
      },
      { name: 'search', in: 'query', description: 'Only texts that hold this, whatever its case.', example: 'plot' },
      { name: 'source', in: 'query', description: 'Only those that come from there, as GET /reviews/sources has it.' },
      {
        name: 'order',
        in: 'query',
        description: 'newest unless said. disagreement: label and score farthest apart first, only labelled ones.',
        values: ['newest', 'oldest', 'disagreement', 'longest'],
      },
      { name: 'offset', in: 'query', description: 'How many to pass over.', example: '0' },
      LIMIT,
    ],
    answer: { description: 'A page of them; total counts all that match.', example: { total: 1, reviews: [REVIEW] } },
    errors: [422],
  },
  labelQueue: {
    method: 'GET',
    path: '/reviews/queue',
    tag: 'Reviews',
    summary: 'The next reviews to label, or to check',
    description: 'Those skipped come last.',
    parameters: [
      {
        name: 'order',
        in: 'query',
        description:
          'uncertainty unless said: scores next to 0.5 first (Lewis and Gale 1994). extreme: the surest first. given: as they came. chance: at random, by the seed. disagreement: labelled ones to which the model would give the other label, the surest first.',
        values: ['uncertainty', 'extreme', 'given', 'chance', 'disagreement'],
      },
      { name: 'seed', in: 'query', description: 'Of the order by chance; 1 unless said.', example: '1' },
      LIMIT,
    ],
    answer: {
      description:
        'How many are in the queue in all, how many of them are skipped or scored, and the first of them. learnt: of labels that are checked, how many reviews the serving model has learnt from; it hardly doubts those.',
      example: {
        total: 1,
        skipped: 0,
        scored: 1,
        learnt: 0,
        reviews: [{ ...REVIEW, sentiment: null, labelled_at: null }],
      },
    },
    errors: [422],
  },
  labelMany: {
    method: 'POST',
    path: '/reviews/label',
    tag: 'Reviews',
    summary: 'Label many reviews at once',
    description: 'All or none; those that are gone are passed over.',
    body: { schema: labelManySchema, example: { ids: ['1'], sentiment: 1 } },
    answer: {
      description: 'The reviews as they were before, for POST /api/reviews/restore.',
      example: { before: [REVIEW] },
    },
    errors: [...JSON_ERRORS, 404, 507],
  },
  restoreReviews: {
    method: 'POST',
    path: '/reviews/restore',
    tag: 'Reviews',
    summary: 'Put reviews back as they were',
    description:
      'Those that were deleted come back whole, under their numbers; those that are there get their labels back and keep all else. All or none.',
    body: { schema: restoreReviewsSchema, example: { reviews: [REVIEW] } },
    answer: DONE,
    errors: [...JSON_ERRORS, 404, 507],
  },
  changeReview: {
    method: 'PATCH',
    path: '/reviews/{id}',
    tag: 'Reviews',
    summary: 'Label a review, change its text, or put it off',
    parameters: [{ name: 'id', in: 'path', description: 'The review’s number.', example: '1' }],
    body: { schema: changeReviewSchema, example: { sentiment: 1 } },
    answer: DONE,
    errors: [...JSON_ERRORS, 404, 507],
  },
  removeReviews: {
    method: 'DELETE',
    path: '/reviews',
    tag: 'Reviews',
    summary: 'Delete reviews',
    body: { schema: removeReviewsSchema, example: { ids: ['1'] } },
    answer: DONE,
    errors: [...JSON_ERRORS, 404],
  },
  reviewSources: {
    method: 'GET',
    path: '/reviews/sources',
    tag: 'Reviews',
    summary: 'Where the reviews come from',
    description: '100 at most, those of most reviews first.',
    answer: {
      description: 'Files, pages and programs, and how many reviews came from each.',
      example: { sources: [{ source: 'REST', reviews: 1 }] },
    },
  },
  duplicateReviews: {
    method: 'GET',
    path: '/reviews/duplicates',
    tag: 'Reviews',
    summary: 'Reviews with equal texts',
    description: 'Case and white space aside; the largest groups first, 10,000 reviews at most.',
    answer: { description: 'Groups of reviews.', example: { groups: [[REVIEW, { ...REVIEW, id: '2' }]] } },
  },
  exportReviews: {
    method: 'GET',
    path: '/reviews/export',
    tag: 'Reviews',
    summary: 'All reviews as a file',
    parameters: [
      {
        name: 'format',
        in: 'query',
        description:
          'archive unless said: a .tar.gz laid out as aclImdb, pos/, neg/ and unsup/ with one text file each. csv and jsonl have the serving model’s score and name, too, where it is known already. csv: cells that a spreadsheet would run begin with an apostrophe.',
        values: ['archive', 'csv', 'jsonl'],
      },
    ],
    answer: { description: 'The file.', type: 'application/octet-stream' },
    errors: [409, 422],
  },
  cancelReviewsExport: {
    method: 'DELETE',
    path: '/reviews/export',
    tag: 'Reviews',
    summary: 'Give up what is being exported',
    description: 'The export answers 409.',
    answer: DONE,
  },
});
