// One helper thread of the text models' kernels: serves jobs on the common memory until it is ended.

import { serveThread, type ThreadStart } from '../ml/compute/nn/wasm/thread';

self.addEventListener('message', ({ data }: MessageEvent<ThreadStart>) => {
  serveThread(data);
  self.close();
});
