// Pictures decoded by the browser. What a camera noted of how it was held is followed, colours are brought to sRGB.

import type { ImageDecoder } from '../service/images/decoder';

export function browserImageDecoder(): ImageDecoder {
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
        const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
        if (!context) throw new Error('there is no memory to decode it');
        context.drawImage(bitmap, 0, 0);
        return { width, height, data: context.getImageData(0, 0, width, height).data };
      } finally {
        bitmap.close();
      }
    },
  };
}
