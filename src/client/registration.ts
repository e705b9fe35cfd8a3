// Registers the service worker, and tells when a new version waits. It takes over only when asked to:
// a reload in the middle of a run is the user's decision.

export interface Registration {
  /** Calls back, at most once, when a new version is installed and waits. */
  onUpdateReady(listener: () => void): void;
  /** Lets the waiting version take over, and reloads the page when it has: at once if another tab has let it. */
  applyUpdate(): void;
  /** Looks for a new version now. */
  check(): Promise<void>;
}

/** An open tab looks for a new version this often, milliseconds. */
const CHECK_EVERY = 60 * 60 * 1000;

/** This tab has asked for the new version, and reloads when it is there. */
let asked = false;

/** Calls back when a version that another tab has let in takes this tab over: files of the one before are gone then. */
export function onOutdated(listener: () => void): void {
  const container = typeof navigator === 'undefined' ? undefined : navigator.serviceWorker;
  if (!container) return;
  let { controller } = container;
  container.addEventListener('controllerchange', () => {
    // On a first visit the page had none before: the version is its own.
    if (controller && !asked) listener();
    controller = container.controller;
  });
}

/** Null where there is none: in development, in private modes that forbid it, in insecure contexts. */
export async function registerServiceWorker(): Promise<Registration | null> {
  if (import.meta.env.DEV || !('serviceWorker' in navigator)) return null;
  const script = new URL('./sw.js', document.baseURI);
  const registration = await navigator.serviceWorker.register(script, { updateViaCache: 'none' }).catch(() => null);
  if (!registration) return null;

  const check = () => registration.update().then(noop, noop);
  setInterval(check, CHECK_EVERY);
  return {
    check,
    onUpdateReady: (listener) => onUpdateReady(registration, listener),
    applyUpdate() {
      const { waiting } = registration;
      if (!waiting) {
        location.reload();
        return;
      }
      asked = true;
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
      waiting.postMessage({ type: 'SKIP_WAITING' });
    },
  };
}

function noop(): void {}

function onUpdateReady(registration: ServiceWorkerRegistration, listener: () => void): void {
  let told = false;
  const tell = () => {
    if (told) return;
    told = true;
    listener();
  };
  const follow = (worker: ServiceWorker) => {
    worker.addEventListener('statechange', () => {
      // Without a controller this is the first install: nothing is being replaced.
      if (worker.state === 'installed' && navigator.serviceWorker.controller) tell();
    });
  };
  if (registration.waiting && navigator.serviceWorker.controller) tell();
  if (registration.installing) follow(registration.installing);
  registration.addEventListener('updatefound', () => {
    if (registration.installing) follow(registration.installing);
  });
}
