// One sandbox: a frame of an opaque origin with a worker in it that runs a module. It cannot be reached from within but
// by messages, which are counted and checked here, and taking the frame away ends all that runs in it.

import { FRAME_DOCUMENT } from '../sandbox/frame';
import { SANDBOX_LIMITS } from '../sandbox/limits';
import workerScript from '../sandbox/worker-script.js?raw';
import {
  type FrameMessage,
  type LinkedModule,
  type SandboxCommand,
  SandboxError,
  type SandboxReport,
} from '../wire/sandbox';
import { parseReport } from '../wire/sandbox-schemas';

/** How long a frame may take until it is there. Nothing is loaded for it. */
const OPENING_MS = 10_000;

export interface Sandbox {
  send(command: SandboxCommand): void;
  /** Takes everything away at once, whatever it is doing. */
  end(): void;
}

/**
 * Resolves when it takes commands. `onFailure` is called at most once, when the sandbox ended otherwise than by
 * `end`; then, too, nothing is left of it.
 */
export async function openSandbox(
  module: LinkedModule,
  onReport: (report: SandboxReport, blobs: readonly Blob[]) => void,
  onFailure: (error: SandboxError) => void,
): Promise<Sandbox> {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  // No camera, no sensor, nothing that a page may be allowed.
  frame.allow = '';
  frame.hidden = true;
  frame.title = 'Sandbox of a module';
  frame.srcdoc = FRAME_DOCUMENT;
  const { port1: port, port2 } = new MessageChannel();
  let over = false;
  const end = () => {
    over = true;
    port.close();
    frame.remove();
  };
  const fail = (error: SandboxError) => {
    if (over) return;
    end();
    onFailure(error);
  };
  port.onmessage = ({ data }: MessageEvent<FrameMessage>) => {
    if (over) return;
    if (data.from === 'frame') return fail(troubleOf(data));
    const report = parseReport(data.text);
    if (report && fits(report, data.blobs)) onReport(report, data.blobs);
    else fail(new SandboxError({ kind: 'size' }, 'The module sent messages of its own. It was ended.'));
  };
  try {
    await loaded(frame);
  } catch (error) {
    end();
    throw error;
  }
  const { messagesPerSecond, messageLength, charactersPerSecond, files } = SANDBOX_LIMITS;
  // Its origin is opaque, so there is none to name; nothing else is in this frame.
  frame.contentWindow?.postMessage(
    { script: workerScript, module, limits: { messagesPerSecond, messageLength, charactersPerSecond, files } },
    '*',
    [port2],
  );
  return {
    send(command) {
      if (!over) port.postMessage(command);
    },
    end,
  };
}

function loaded(frame: HTMLIFrameElement): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new SandboxError({ kind: 'unavailable' }, 'No sandbox could be opened in this browser. Nothing was run.'));
    }, OPENING_MS);
    frame.addEventListener(
      'load',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
    document.body.append(frame);
  });
}

function troubleOf(message: Extract<FrameMessage, { from: 'frame' }>): SandboxError {
  switch (message.trouble) {
    case 'flood': {
      const most = SANDBOX_LIMITS.messagesPerSecond;
      const what = `more than ${most} messages a second, or longer ones than can be read meanwhile`;
      return new SandboxError({ kind: 'size' }, `The module sent ${what}. It was ended.`);
    }
    case 'shape':
      return new SandboxError({ kind: 'size' }, 'The module sent messages of its own. It was ended.');
    case 'error': {
      const why = message.message.slice(0, 1000) || 'its worker did not start';
      return new SandboxError({ kind: 'unavailable' }, `The sandbox could not begin: ${why}.`);
    }
  }
}

function fits(report: SandboxReport, blobs: readonly unknown[]): blobs is readonly Blob[] {
  // As a copy without holes, which `every` would pass over.
  if (!Array.from(blobs).every((blob) => blob instanceof Blob)) return false;
  switch (report.kind) {
    case 'so far':
    case 'trained':
      return blobs.length === report.paths.length;
    case 'events':
    case 'answer':
      return blobs.length === 1;
    case 'log':
    case 'loaded':
    case 'failed':
      return blobs.length === 0;
  }
}
