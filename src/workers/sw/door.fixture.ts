// For tests: the REST door over the real service, in Node.

import 'fake-indexeddb/auto';
import type { Hono } from 'hono';
import { expect } from 'vitest';
import { nodeComputeEnv } from '../../ml/compute/env.node';
import { TEMPLATE } from '../../sandbox/template';
import { createService } from '../../service';
import { nodeAsset } from '../../service/configs/asset.node';
import { nodeDatasetsEnv } from '../../service/datasets/env.node';
import { nodeImagesEnv } from '../../service/images/env.node';
import { nodeLibraryEnv } from '../../service/library/env.node';
import { nodeTextEnv } from '../../service/reviews/text-env.node';
import { nodeRunsEnv } from '../../service/runs/env.node';
import type { Service } from '../../wire/service';
import { createApi } from './api';

export const POINTS = [
  [0, 0.1],
  [0.2, -0.1],
  [-0.1, 0],
  [4, 4.2],
  [4.1, 3.9],
  [3.8, 4],
];

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // Answers are read field by field in the assertions.
  readonly json: Record<string, unknown>;
}

export class Door {
  private constructor(
    readonly service: Service,
    readonly api: Hono,
  ) {}

  /** One a file: the service opens the storage of its process. */
  static async open(): Promise<Door> {
    const data = { datasets: nodeDatasetsEnv(), images: nodeImagesEnv(), library: nodeLibraryEnv() };
    const envs = { env: nodeComputeEnv(), text: nodeTextEnv(), asset: nodeAsset };
    const template = async () => TEMPLATE;
    const service = await createService({ emit: () => {}, ...envs, ...data, runs: nodeRunsEnv(), template });
    return new Door(service, createApi({ prefix: '/sub/api', findService: async () => service }));
  }

  async ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> {
    const init: RequestInit = { method };
    if (body !== undefined) {
      init.body = typeof body === 'string' || body instanceof Blob ? body : JSON.stringify(body);
      init.headers = headers ?? { 'Content-Type': 'application/json' };
    }
    const response = await this.api.request(`/sub/api${path}`, init);
    return { status: response.status, headers: response.headers, json: await response.json() };
  }

  get(path: string): Promise<Answer> {
    return this.ask('GET', path);
  }

  post(path: string, body?: unknown): Promise<Answer> {
    return this.ask('POST', path, body);
  }

  train(more: object = {}): Promise<Answer> {
    return this.post('/train', { points: POINTS, n_components: 2, ...more });
  }
}

/** The fields that a 422 names. */
export async function fieldsAtFault(answer: Promise<Answer>): Promise<string[]> {
  const { status, json } = await answer;
  expect(status).toBe(422);
  expect(json.error).toEqual(expect.any(String));
  return (json.details as { field: string; message: string }[]).map(({ field }) => field);
}
