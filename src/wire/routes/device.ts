// Routes: what computes and what is stored here.

import { backendSchema } from '../schemas';
import { BACKUP } from './files';
import { FILE_ERRORS, JSON_ERRORS, table } from './route';

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
  },
  inspectBackup: {
    method: 'POST',
    path: '/backup/inspect',
    tag: 'Device',
    summary: 'Check a back-up without restoring it',
    body: 'file',
    files: BACKUP,
    answer: { description: 'What is in it.' },
    errors: [...FILE_ERRORS],
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
    errors: [...FILE_ERRORS, 507],
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
