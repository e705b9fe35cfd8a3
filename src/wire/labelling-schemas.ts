// What may be asked about the reviews kept, checked at the edge.

import { z } from 'zod';
import { MAX_REVIEWS_ADDED } from './limits';
import { reviewText, sentiment } from './reviews-schemas';
import { listOf } from './schema-lists';

const rating = z.number().int().min(1).max(10);
const ref = z.string().max(300).optional().meta({
  description: 'What it is called where it comes from, such as a ticket’s number. Kept with it, and exported.',
});
const reviewId = z.string().min(1).max(20);
const reviewIds = listOf(reviewId, { min: 1, max: MAX_REVIEWS_ADDED });

export const newReviewSchema = z.strictObject({
  text: reviewText,
  sentiment: sentiment.nullable().optional(),
  rating: rating.nullable().optional(),
  ref,
});

export const addReviewsSchema = z.union(
  [newReviewSchema, z.strictObject({ reviews: listOf(newReviewSchema, { min: 1, max: MAX_REVIEWS_ADDED }) })],
  {
    error:
      'must be {"text": "…", "sentiment": 0, 1 or null, "rating": 1 to 10 or null, "ref": "…"} or {"reviews": [such, …]}',
  },
);

export const removeReviewsSchema = z.strictObject({ ids: reviewIds });
export const labelManySchema = z.strictObject({ ids: reviewIds, sentiment: sentiment.nullable() });

export const changeReviewSchema = z
  .strictObject({
    sentiment: sentiment.nullable().optional(),
    text: reviewText.optional(),
    skipped: z.boolean().optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    error: 'must say at least one of sentiment, text and skipped',
  });

/** As they were given out. */
export const restoreReviewsSchema = z.strictObject({
  reviews: listOf(
    z.strictObject({
      id: reviewId,
      text: reviewText,
      sentiment: sentiment.nullable(),
      created_at: z.iso.datetime(),
      labelled_at: z.iso.datetime().nullable(),
      rating: rating.nullable(),
      source: z.string().max(1000),
      ref,
      skipped: z.boolean(),
      part: z.enum(['train', 'held_out']).nullable(),
      /** The model's word, which is worked out anew. */
      score: z.number().nullable(),
    }),
    { min: 1, max: MAX_REVIEWS_ADDED },
  ),
});
