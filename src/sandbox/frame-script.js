// The whole script of the frame that a user's module runs in; its hash stands in the app's policy (src/wire/csp.ts). The
// module never runs here, where there is a document, but in a worker that this starts and listens to, and ends when it
// sends too much or what is no report.
addEventListener('message', function begin(event) {
  const port = event.ports[0];
  if (event.source !== parent || !port) return;
  removeEventListener('message', begin);
  const { script, module, limits } = event.data;
  const worker = new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })));
  let second = 0;
  let count = 0;
  let length = 0;
  const trouble = (trouble, details) => port.postMessage({ from: 'frame', trouble, ...details });
  const end = (why) => {
    worker.onmessage = null;
    worker.terminate();
    trouble(why);
  };
  worker.onmessage = ({ data }) => {
    if (performance.now() - second > 1000) {
      second = performance.now();
      count = 0;
      length = 0;
    }
    const { text, blobs: sent } = data ?? {};
    // Without holes, which `every` would pass over.
    const blobs = Array.isArray(sent) && sent.length <= limits.files ? Array.from(sent) : null;
    count += 1;
    length += typeof text === 'string' ? text.length : 0;
    if (count > limits.messagesPerSecond) return end('flood');
    const whole =
      typeof text === 'string' && text.length <= limits.messageLength && blobs?.every((blob) => blob instanceof Blob);
    if (!whole) return end('shape');
    if (length > limits.charactersPerSecond) return end('flood');
    port.postMessage({ from: 'worker', text, blobs });
  };
  worker.onmessageerror = () => end('shape');
  worker.onerror = (event) => {
    event.preventDefault();
    trouble('error', { message: String(event.message ?? '') });
  };
  worker.postMessage(module);
  port.onmessage = ({ data }) => worker.postMessage(data);
});
