// What the reviews' routes do: calls of the service.

import type { REVIEWS_ROUTES } from '../../wire/routes/reviews';
import type { Handlers } from './handlers';

const OK = { status: 'ok' } as const;

export const REVIEWS_HANDLERS: Pick<Handlers, keyof typeof REVIEWS_ROUTES> = {
  scoreReviews: async ({ service, body }) => {
    if ('text' in body) {
      const { scores, model } = await service.reviews.score([body.text], body.model);
      return { score: scores[0]?.score, model };
    }
    const { scores, model } = await service.reviews.score(body.texts, body.model);
    return { scores: scores.map(({ score }) => score), model };
  },
  explainReview: ({ service, body }) => service.reviews.explain(body.text, body.model),
  reviewsState: ({ service }) => service.reviews.state(),
  draft: async ({ service, body }) => {
    await service.reviews.saveDraft(body.text);
    return OK;
  },
  textModels: async ({ service }) => {
    const { models, serving } = await service.reviews.state();
    return { models, serving };
  },
  createTextModel: async ({ service, body: { size, ...body } }) => ({
    id: await service.reviews.create({ ...body, ...(size ? { size } : {}) }),
  }),
  serveTextModel: async ({ service, body }) => {
    await service.reviews.serve(body.model);
    return OK;
  },
  textModelStructure: ({ service, parameter }) => service.reviews.structure(parameter('id')),
  renameTextModel: async ({ service, body, parameter }) => {
    await service.reviews.rename(parameter('id'), body.name);
    return OK;
  },
  deleteTextModel: async ({ service, parameter }) => {
    await service.reviews.remove(parameter('id'));
    return OK;
  },
  trainTextModel: async ({ service, body: { reviews, dataset, options, ...request } }) => {
    const data = reviews
      ? ({ kind: 'reviews', reviews } as const)
      : dataset
        ? ({ kind: 'dataset', dataset } as const)
        : ({ kind: 'labels' } as const);
    await service.reviews.train({ ...request, data, ...(options ? { options } : {}) });
    return (await service.reviews.state()).training;
  },
  controlTextTraining: async ({ service, parameter }) => {
    // One of these: the door checks parameters that have values.
    await service.reviews.controlTraining(parameter('command') as 'play' | 'pause' | 'cancel');
    return (await service.reviews.state()).training;
  },
};
