// Models of runs by REST, over the real service: what leaves is what the Models page takes in.

import { expect, it } from 'vitest';
import { exportMixture } from '../../ml/gmm/export';
import { bytesOf, openWithModels, putTrainedModel } from '../../service/library/library.fixture';
import { createApi } from './api';

const MIXTURE = exportMixture(
  {
    ...({ covariance_type: 'diag', n_components: 1, n_features: 2 } as const),
    ...{ weights: Float64Array.of(1), means: Float64Array.of(1, 2), covariances: Float64Array.of(3, 4) },
  },
  'json',
);

it('a model comes in again as what it was: as an archive with its manifest, a mixture as its parameters', async () => {
  await putTrainedModel('groups', 'mixture', new Map([['mixture.json', bytesOf(MIXTURE)]]));
  const { service } = await openWithModels();
  const api = createApi({ prefix: '', findService: async () => service });
  const posted = async (path: string, file: Blob) => {
    const response = await api.request(path, { method: 'POST', body: file });
    return response.json();
  };
  const leaves = async (id: string) => {
    const response = await api.request(`/training/models/${id}/export`);
    expect(response.status).toBe(200);
    return response.blob();
  };
  for (const kind of ['image', 'stream'] as const) {
    const { file } = await service.library.exportModel(kind === 'image' ? 'image' : 'line', 'archive', 'float32');
    const { id } = await posted('/models/archive', file);
    const preview = await posted('/models/inspect', await leaves(id));
    expect(preview).toMatchObject({ kind, manifest: { servingScript: 'serve.py' } });
  }
  const json = await leaves('groups');
  expect([json.type, await json.text()]).toEqual(['application/json', MIXTURE]);
  expect(await posted('/models/inspect', json)).toMatchObject({ kind: 'mixture' });
});
