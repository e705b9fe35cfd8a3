// For the tests: runs a layers model's files in TensorFlow.js itself.

import * as tf from '@tensorflow/tfjs';
import type { Files } from '../files';
import { TFJS_FILE } from './write';

/** Outputs of `tf.loadLayersModel` over files in memory. */
export async function runTfjs(files: Files, input: Float32Array, shape: number[]): Promise<number[]> {
  await tf.setBackend('cpu');
  const json = JSON.parse(new TextDecoder().decode(files.get(TFJS_FILE))) as tf.io.ModelJSON;
  const artifacts = await tf.io.getModelArtifactsForJSON(json, async (manifest) => {
    const shards = manifest.flatMap(({ paths }) => paths.map((path) => files.get(path)!));
    const specs = manifest.flatMap(({ weights }) => weights);
    return [specs, tf.io.concatenateArrayBuffers(shards.map((shard) => shard.slice().buffer))];
  });
  const model = await tf.loadLayersModel(tf.io.fromMemory(artifacts));
  const [x, y] = tf.tidy(() => {
    const given = tf.tensor(input, shape);
    return [given, model.predict(given) as tf.Tensor];
  });
  const data = Array.from(await y.data());
  tf.dispose([x, y]);
  model.dispose();
  return data;
}

/** The files of a model that TensorFlow.js saves. */
export async function saveTfjs(model: tf.LayersModel): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  await model.save(
    tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData, format }) => {
      const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
      files.set(TFJS_FILE, new TextEncoder().encode(JSON.stringify({ format, modelTopology, weightsManifest })));
      files.set('weights.bin', new Uint8Array(weightData as ArrayBuffer));
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  return files;
}
