// Routes: retraining on old and new reviews, the gate's reports, and which version serves.

import { RETRAIN_DEFAULTS } from '../retrain';
import { retrainOverridesSchema, retrainSchema } from '../retrain-schemas';
import { DONE, JSON_ERRORS, table } from './route';

const ID = [{ name: 'id', in: 'path', description: 'The version, as the list has it.', example: 'nano' }] as const;

const STATUS = { phase: 'training', champion: 'base', new_texts: 30, old_texts: 0 };

export const RETRAIN_ROUTES = table({
  retrain: {
    method: 'POST',
    path: '/reviews/retrain',
    tag: 'Reviews',
    summary: 'Retrain on old and new reviews',
    description:
      'Begins in the background and answers at once; the present model serves meanwhile. Some of the new labelled reviews are held out for good. The new version serves only if it is right often enough on all texts held out and not significantly worse on the old ones; otherwise it stays as a candidate. What is left out is as in the options.',
    body: { schema: retrainSchema, example: { options: { replay: 0.5, min_accuracy: 0.7 } }, optional: true },
    answer: { description: 'How it stands.', example: { status: STATUS } },
    errors: [...JSON_ERRORS, 404, 409, 507],
  },
  retrainState: {
    method: 'GET',
    path: '/reviews/retrain',
    tag: 'Reviews',
    summary: 'How the retraining stands',
    answer: {
      description: 'Options, status, how many texts there are to learn from and to judge by, and the newest report.',
      example: {
        options: RETRAIN_DEFAULTS,
        status: STATUS,
        available: { new_texts: 40, old_texts: 0, held_out: 0 },
        last: null,
      },
    },
  },
  retrainOptions: {
    method: 'PUT',
    path: '/reviews/retrain',
    tag: 'Reviews',
    summary: 'How retraining is done',
    description:
      'mode: what happens when drift is found · datasets: those with old texts, by id or name · replay: share of old texts · weight: how often a new text is shown for once that an old one is · held_out: share of the new texts that judge · min_accuracy and alpha: the gate. What is left out stays as it is.',
    body: { schema: retrainOverridesSchema, example: { mode: 'auto' } },
    answer: { description: 'All options as they are now.', example: RETRAIN_DEFAULTS },
    errors: [...JSON_ERRORS, 404, 507],
  },
  cancelRetrain: {
    method: 'DELETE',
    path: '/reviews/retrain',
    tag: 'Reviews',
    summary: 'Stop the retraining',
    description: 'While it trains, nothing was learnt; while it is judged, the new version stays as a candidate.',
    answer: DONE,
    errors: [409],
  },
  dismissRetrain: {
    method: 'POST',
    path: '/reviews/retrain/dismiss',
    tag: 'Reviews',
    summary: 'Do not retrain now',
    description: 'It is proposed again once more reviews came in and drift is found anew.',
    answer: DONE,
    errors: [507],
  },
  versions: {
    method: 'GET',
    path: '/reviews/versions',
    tag: 'Reviews',
    summary: 'Every version of the model',
    answer: {
      description: 'Newest first: what each came from and learnt from, how, how it was judged, when it served.',
      example: { versions: [{ model: 'nano', name: 'Nano', parent: null, role: 'shipped' }] },
    },
  },
  versionReport: {
    method: 'GET',
    path: '/reviews/versions/{id}/report',
    tag: 'Reviews',
    summary: 'How a version was judged',
    parameters: [...ID],
    answer: { description: 'The gate’s conditions, both models’ figures on each set, and what flipped.' },
    errors: [404],
  },
  promoteVersion: {
    method: 'POST',
    path: '/reviews/versions/{id}/promote',
    tag: 'Reviews',
    summary: 'Let a candidate serve all the same',
    parameters: [...ID],
    answer: DONE,
    errors: [404, 507],
  },
  serveVersion: {
    method: 'POST',
    path: '/reviews/versions/{id}/serve',
    tag: 'Reviews',
    summary: 'Roll back to a version',
    description: 'Any version, also one that comes with the app. The present one stays.',
    parameters: [...ID],
    answer: DONE,
    errors: [404, 507],
  },
});
