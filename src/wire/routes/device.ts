// Routes: what computes and what is stored here.

import { backendSchema } from '../schemas';
import { BACKUP } from './files';
import { DONE, FILE_ERRORS, JSON_ERRORS, table } from './route';

const COMPUTE = { description: 'Which backend computes, why, and how the others measured.' };

export const DEVICE_ROUTES = table({
  compute: { method: 'GET', path: '/compute', tag: 'Device', summary: 'What computes here', answer: COMPUTE },
  setBackend: {
    method: 'PUT',
    path: '/compute',
    tag: 'Device',
    summary: 'Choose the backend',
    body: { schema: backendSchema, example: { backend: 'auto' } },
    answer: COMPUTE,
    errors: [...JSON_ERRORS],
  },
  measure: {
    method: 'POST',
    path: '/compute/measure',
    tag: 'Device',
    summary: 'Measure the backends again',
    answer: COMPUTE,
  },
  storage: {
    method: 'GET',
    path: '/storage',
    tag: 'Device',
    summary: 'How much is stored',
    answer: {
      description: 'Usage and quota in bytes.',
      example: { usage: 4096, quota: 1e9, persisted: true, parts: [] },
    },
  },
  backup: {
    method: 'GET',
    path: '/backup',
    tag: 'Device',
    summary: 'Everything in one file',
    answer: { description: 'A back-up with checksums.', type: 'application/gzip' },
    errors: [409, 413],
  },
  backupState: {
    method: 'GET',
    path: '/backup/state',
    tag: 'Device',
    summary: 'How far a back-up is that is made, read or put in place',
    description:
      'Phases are idle, making, reading and replacing. The share, bytes a second and the time left are told of what is made or read.',
    answer: {
      description: 'Its phase, and how far it is.',
      example: { phase: 'making', share: 0.4, rate: 25_000_000, secondsLeft: 6 },
    },
  },
  cancelBackup: {
    method: 'DELETE',
    path: '/backup',
    tag: 'Device',
    summary: 'Give up a back-up that is made, or a restore that has not begun to replace anything',
    description: 'What was given up answers 409, and has changed nothing. 409 here says that it is too late.',
    answer: DONE,
    errors: [409],
  },
  inspectBackup: {
    method: 'POST',
    path: '/backup/inspect',
    tag: 'Device',
    summary: 'Check a back-up without restoring it',
    body: 'file',
    files: BACKUP,
    answer: { description: 'What is in it.' },
    errors: [...FILE_ERRORS, 409],
  },
  restore: {
    method: 'POST',
    path: '/restore',
    tag: 'Device',
    summary: 'Replace everything with a back-up',
    irreversible: true,
    description: 'All or nothing: a file that is not in order changes nothing.',
    body: 'file',
    files: BACKUP,
    answer: { description: 'Done.', example: { status: 'restored' } },
    errors: [...FILE_ERRORS, 409, 507],
  },
  deleteEverything: {
    method: 'DELETE',
    path: '/everything',
    tag: 'Device',
    summary: 'Delete everything on this device',
    irreversible: true,
    description: 'Points, models and settings. Cannot be undone.',
    answer: { description: 'Done.', example: { status: 'deleted' } },
  },
});
