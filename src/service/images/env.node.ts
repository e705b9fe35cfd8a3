// The images' surroundings in Node, for tests: hosts in this thread, and pictures that are plain PNG.

import { createWasmBackend } from '../../ml/compute/nn/wasm/create';
import { nodeNnEnv } from '../../ml/compute/nn/wasm/env.node';
import type { ImageDecoder } from './decoder';
import { createImageHost, type ImagesEnv } from './host';
import { inspect } from './inspect';
import { IMAGES, type ImageLimits } from './limits';
import { decodePlainPng } from './png-decode';
import type { DecodedImage } from './scale';

export function nodeImagesEnv(limits?: ImageLimits): ImagesEnv {
  const createNn = () => createWasmBackend({ env: nodeNnEnv(), threads: 1 });
  return {
    spawn() {
      const over = new AbortController();
      const { signal } = over;
      const host = createImageHost({ decoder: nodeImageDecoder(), createNn, signal, ...(limits && { limits }) });
      return { host, end: () => over.abort() };
    },
  };
}

export function nodeImageDecoder(): ImageDecoder {
  return { decode: async (file) => decodePng(file) };
}

/** Throws for any other file than a plain PNG. */
export function decodePng(file: Uint8Array): DecodedImage {
  const found = inspect(file, IMAGES);
  const decoded = typeof found !== 'string' && found.type === 'image/png' ? decodePlainPng(file) : null;
  if (!decoded) throw new Error('it is no plain PNG');
  return decoded;
}
