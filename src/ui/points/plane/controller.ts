// Puts the parts of the plane together over one host element, and takes them apart again.

import { startPainter } from '../../../client/plane';
import { localPainter } from '../../../plane/local';
import { zoomed } from '../../../plane/viewport';
import { usePoints } from '../store';
import { Feed, fittedView } from './feed';
import { Gestures } from './gestures';
import { Hovering } from './hovering';
import { Keys } from './keys';
import { noMarks } from './scene';
import { commitsMade } from './selecting';
import type { Announce } from './spot';
import { type Canvases, Surface } from './surface';
import { onThemeChange, readTheme } from './theme';

/** The view is noted in the store once it rests. */
const REST_MS = 250;

export class PlaneController {
  readonly surface: Surface;
  private readonly feed: Feed;
  private readonly hovering: Hovering;
  private readonly keys: Keys;
  private readonly parts: { end(): void }[] = [];
  private resting: ReturnType<typeof setTimeout> | undefined;
  private noted = usePoints.getState().viewport;

  constructor(host: HTMLElement, canvases: Canvases, announce: Announce) {
    const thread = startPainter((message) => this.standIn(message));
    const { layers } = usePoints.getState();
    const surface = new Surface(canvases, thread.painter, readTheme(host), layers, noMarks(), () => this.noteView());
    this.surface = surface;
    // One stop in the order of focus, like the single widget that it is.
    host.tabIndex = 0;
    surface.resize(sizeOf(host));
    this.feed = new Feed(surface);
    const hovering = new Hovering(surface);
    this.hovering = hovering;
    const gestures = new Gestures(host, surface, hovering, announce, () => this.fit());
    this.keys = new Keys(host, surface, gestures, hovering, announce);
    const observer = new ResizeObserver(() => surface.resize(sizeOf(host)));
    observer.observe(host);
    const endTheme = onThemeChange(() => surface.setTheme(readTheme(host)));
    const endAdopt = usePoints.subscribe(({ viewport }) => this.adopt(viewport));
    // Text drawn before the font was there is drawn again.
    void document.fonts.ready.then(() => surface.invalidate('over'));
    this.parts.push(thread, surface, this.feed, hovering, gestures, this.keys, {
      end: () => {
        observer.disconnect();
        endTheme();
        endAdopt();
        clearTimeout(this.resting);
      },
    });
  }

  end(): void {
    for (const part of this.parts) part.end();
  }

  settleMoves(): Promise<void> {
    this.keys.settleNudge();
    return commitsMade();
  }

  fit(): void {
    this.surface.glideTo(fittedView(usePoints.getState(), this.surface));
  }

  zoom(factor: number): void {
    const { view, size } = this.surface;
    this.surface.glideTo(zoomed(view, size, factor, size.width / 2, size.height / 2));
  }

  private noteView(): void {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      this.noted = { ...this.surface.view };
      usePoints.getState().set({ viewport: this.noted });
    }, REST_MS);
  }

  /** A view set from elsewhere, by a shared link for one. */
  private adopt(viewport: typeof this.noted): void {
    if (!viewport || viewport === this.noted) return;
    this.noted = viewport;
    this.surface.setView(viewport);
  }

  /** The drawing thread is gone: the page draws by itself from here on. */
  private standIn(message: string): void {
    console.warn(`The plane's drawing thread failed (${message}); drawing on the page instead.`);
    this.surface.replacePainter(localPainter());
    this.hovering.restart();
    this.feed.reload();
  }
}

function sizeOf(host: HTMLElement): { width: number; height: number } {
  return { width: host.clientWidth, height: host.clientHeight };
}
