// Pictures decoded by the browser. What a camera noted of how it was held is followed, colours are brought to sRGB.

import { type ImageDecoder, quickDecoder } from '../service/images/decoder';

export function browserImageDecoder(): ImageDecoder {
  return quickDecoder(nativeImageDecoder());
}

/** Any picture by the browser's own means. */
export function nativeImageDecoder(): ImageDecoder {
  // One for all: what is drawn is read before another can be.
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return {
    async decode(file) {
      const bitmap = await createImageBitmap(new Blob([file]), {
        imageOrientation: 'from-image',
        premultiplyAlpha: 'none',
      }).catch(() => {
        throw new Error('the browser cannot decode it');
      });
      try {
        const { width, height } = bitmap;
        if (!context) throw new Error('there is no memory to decode it');
        if (canvas.width === width && canvas.height === height) context.clearRect(0, 0, width, height);
        else Object.assign(canvas, { width, height });
        context.drawImage(bitmap, 0, 0);
        return { width, height, data: context.getImageData(0, 0, width, height).data };
      } finally {
        bitmap.close();
      }
    },
  };
}
