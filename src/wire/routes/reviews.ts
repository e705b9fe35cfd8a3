// Routes: scoring texts, text models and their training.

import {
  draftSchema,
  explainSchema,
  newTextModelSchema,
  scoreSchema,
  serveSchema,
  textTrainSchema,
} from '../reviews-schemas';
import { modelNameSchema } from '../schemas';
import { DONE, JSON_ERRORS, table } from './route';

const ID = [{ name: 'id', in: 'path', description: 'The model, as the list has it.', example: 'nano' }] as const;
const STATUS = { description: 'How the training stands.' };

export const REVIEWS_ROUTES = table({
  scoreReviews: {
    method: 'POST',
    path: '/reviews/score',
    tag: 'Reviews',
    summary: 'Score texts',
    description: 'From 0 (negative) to 1 (positive), by the serving model or another by its id.',
    body: { schema: scoreSchema, example: { text: 'A warm, funny film with a perfect cast.' } },
    answer: { description: 'score for one text, scores for several.', example: { score: 0.98, model: 'base' } },
    errors: [...JSON_ERRORS, 404],
  },
  explainReview: {
    method: 'POST',
    path: '/reviews/explain',
    tag: 'Reviews',
    summary: 'Which words push the score',
    body: { schema: explainSchema, example: { text: 'Not bad at all.' } },
    answer: { description: 'Stretches of the text with what they add to the log-odds.' },
    errors: [...JSON_ERRORS, 404],
  },
  reviewsState: {
    method: 'GET',
    path: '/reviews/state',
    tag: 'Reviews',
    summary: 'Everything about the page but the reviews',
    answer: { description: 'Models, which one serves, counts, the training.' },
  },
  draft: {
    method: 'PUT',
    path: '/reviews/draft',
    tag: 'Reviews',
    summary: 'Put a text into the page’s field',
    body: { schema: draftSchema, example: { text: 'Not bad at all.' } },
    answer: DONE,
    errors: [...JSON_ERRORS, 507],
  },
  textModels: {
    method: 'GET',
    path: '/reviews/models',
    tag: 'Reviews',
    summary: 'The text models there are',
    answer: { description: 'Those that come with the app and those made here.' },
  },
  createTextModel: {
    method: 'POST',
    path: '/reviews/models',
    tag: 'Reviews',
    summary: 'Make an untrained text model',
    body: {
      schema: newTextModelSchema,
      example: { name: 'Small BERT', kind: 'encoder', size: { layers: 2, hidden: 128, heads: 2 } },
    },
    answer: { description: 'Its id.', example: { id: '…' } },
    errors: [...JSON_ERRORS, 507],
  },
  serveTextModel: {
    method: 'PUT',
    path: '/reviews/model',
    tag: 'Reviews',
    summary: 'Choose the model that answers',
    body: { schema: serveSchema, example: { model: 'nano' } },
    answer: DONE,
    errors: [...JSON_ERRORS, 404],
  },
  textModelStructure: {
    method: 'GET',
    path: '/reviews/models/{id}/structure',
    tag: 'Reviews',
    summary: 'A text model’s layers',
    parameters: [...ID],
    answer: { description: 'Layers with shapes, parameters and operations for 128 tokens.' },
    errors: [404],
  },
  renameTextModel: {
    method: 'PATCH',
    path: '/reviews/models/{id}',
    tag: 'Reviews',
    summary: 'Rename a text model made here',
    parameters: [...ID],
    body: { schema: modelNameSchema, example: { name: 'Mine' } },
    answer: DONE,
    errors: [...JSON_ERRORS, 404, 409],
  },
  deleteTextModel: {
    method: 'DELETE',
    path: '/reviews/models/{id}',
    tag: 'Reviews',
    summary: 'Delete a text model made here',
    irreversible: true,
    parameters: [...ID],
    answer: DONE,
    errors: [404, 409],
  },
  trainTextModel: {
    method: 'POST',
    path: '/reviews/train',
    tag: 'Reviews',
    summary: 'Train a text model',
    description:
      'On the reviews given, on the training part of a dataset (by its id or name), or on the labelled reviews kept so far. A new model comes of it. Options left out are as suits the model and the number of texts: of a model that knows something, up to 300 texts move the classifier alone (trainable head), more of them low-rank additions. With a learning_rate and no trainable, all of it learns.',
    body: {
      schema: textTrainSchema,
      example: {
        model: 'nano',
        name: 'Mine',
        reviews: [
          { text: 'Lovely.', sentiment: 1 },
          { text: 'Awful.', sentiment: 0 },
        ],
      },
    },
    answer: STATUS,
    errors: [...JSON_ERRORS, 404, 409, 507],
  },
  controlTextTraining: {
    method: 'POST',
    path: '/reviews/train/{command}',
    tag: 'Reviews',
    summary: 'Go on with the training, pause it or cancel it',
    parameters: [
      {
        name: 'command',
        in: 'path',
        description: 'cancel forgets what was learnt; the model it started from stays.',
        values: ['play', 'pause', 'cancel'],
        example: 'pause',
      },
    ],
    answer: STATUS,
    errors: [404, 409],
  },
});
