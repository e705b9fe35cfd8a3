// Configurations by REST, over a service of the test's own: each route reaches what it is for.

import { describe, expect, it } from 'vitest';
import type { Service } from '../../wire/service';
import { createApi } from './api';

const asked: string[] = [];
const configs = new Proxy({} as Service['configs'], {
  get: (_, name) => async () => {
    asked.push(String(name));
    return { id: 'mine' };
  },
});
const api = createApi({ prefix: '/api', findService: async () => ({ configs }) as unknown as Service });

const FILE = { file_name: 'mine.yaml', text: 'kind: mixture' };

describe('a configuration by REST', () => {
  it.each([
    ['POST', '', FILE, 'save'],
    ['POST', '/check', { text: '' }, 'check'],
    ['POST', '/complete', { text: '', line: 1, column: 1 }, 'complete'],
    ['GET', '/mine', undefined, 'read'],
    ['PUT', '/mine', FILE, 'save'],
    ['POST', '/mine/duplicate', undefined, 'duplicate'],
    ['DELETE', '/mine', undefined, 'remove'],
  ])('%s /training/configs%s', async (method, path, body, wanted) => {
    asked.length = 0;
    const headers = { 'Content-Type': 'application/json' };
    const init = { method, ...(body && { body: JSON.stringify(body), headers }) };
    const { status } = await api.request(`/api/training/configs${path}`, init);
    expect([status, asked.at(-1)]).toEqual([200, wanted]);
  });
});
