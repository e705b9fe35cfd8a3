// Talks to the REST door: loads its description, and sends what people try.

import { useEffect, useState } from 'react';
import type { OpenApiDocument } from '../../wire/openapi';
import { type Operation, readSpec, type Spec } from './spec';

export type Door =
  | { readonly state: 'looking' }
  | { readonly state: 'open'; readonly spec: Spec }
  /** none: this browser or mode has no service workers · asleep: this page was loaded without it */
  | { readonly state: 'closed'; readonly why: 'none' | 'asleep' };

/** Milliseconds that a first visit may take to set the service worker up. */
const SET_UP = 20_000;

export function useDoor(): Door {
  const [door, setDoor] = useState<Door>({ state: 'looking' });
  useEffect(() => {
    if (!('serviceWorker' in navigator)) {
      setDoor({ state: 'closed', why: 'none' });
      return;
    }
    let gone = false;
    const { serviceWorker } = navigator;
    const open = () => {
      clearTimeout(timer);
      loadSpec().then(
        (spec) => !gone && setDoor({ state: 'open', spec }),
        () => !gone && setDoor({ state: 'closed', why: 'asleep' }),
      );
    };
    const timer = setTimeout(() => setDoor({ state: 'closed', why: 'asleep' }), SET_UP);
    serviceWorker.addEventListener('controllerchange', open);
    if (serviceWorker.controller) open();
    else {
      // A registered worker that does not control this page will not, until a reload.
      serviceWorker.getRegistration().then((registration) => {
        const settled = registration?.active?.state === 'activated' && !serviceWorker.controller;
        if (!gone && settled) setDoor({ state: 'closed', why: 'asleep' });
      });
    }
    return () => {
      gone = true;
      clearTimeout(timer);
      serviceWorker.removeEventListener('controllerchange', open);
    };
  }, []);
  return door;
}

async function loadSpec(): Promise<Spec> {
  const response = await fetch(new URL('api/openapi.json', document.baseURI));
  if (!response.ok) throw new Error(`openapi.json could not be read (${response.status}).`);
  const description: OpenApiDocument = await response.json();
  return readSpec(description);
}

export interface Reply {
  readonly status: number;
  readonly ok: boolean;
  readonly ms: number;
  readonly bytes: number;
  /** Readable answers as text (JSON indented, cut where it is long); files as they are. */
  readonly content: { readonly text: string; readonly cut: boolean } | { readonly file: Blob; readonly name: string };
}

/** Longest answer shown, characters; a longer one would only make the page slow. */
const SHOWN = 50_000;

/** `operationId` names a file that comes without a name. */
export async function send(
  url: string,
  { method, operationId }: Operation,
  body: string | Blob | null,
): Promise<Reply> {
  const started = performance.now();
  const headers: HeadersInit = typeof body === 'string' ? { 'Content-Type': 'application/json' } : {};
  const response = await fetch(url, { method, headers, body });
  const blob = await response.blob();
  const ms = performance.now() - started;
  const { status, ok } = response;
  const name = fileName(response.headers, operationId);
  return {
    status,
    ok,
    ms,
    bytes: blob.size,
    content: await readable(blob, response.headers.get('Content-Type'), name),
  };
}

/** By what the answer says of itself. */
export function fileName(headers: Headers, operationId: string): string {
  const given = /filename\*=UTF-8''([^;]+)/.exec(headers.get('Content-Disposition') ?? '')?.[1];
  if (given) return decodeURIComponent(given);
  const type = (headers.get('Content-Type') ?? '').split(';')[0] ?? '';
  return `millrace-${operationId}${ENDINGS[type] ?? ''}`;
}

const ENDINGS: Readonly<Record<string, string>> = {
  'application/gzip': '.tar.gz',
  'application/zip': '.zip',
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/webp': '.webp',
};

async function readable(blob: Blob, type: string | null, name: string): Promise<Reply['content']> {
  if (!type || !/json|text/.test(type)) return { file: blob, name };
  const raw = await blob.slice(0, 4 * SHOWN).text();
  const whole = blob.size <= 4 * SHOWN;
  const text = whole ? indented(raw, type) : raw;
  return { text: text.slice(0, SHOWN), cut: !whole || text.length > SHOWN };
}

/** JSON lines are no JSON, and what a module of people's own calls JSON need not be: they stay as they are. */
function indented(raw: string, type: string): string {
  if (!/[/+]json\b/.test(type)) return raw;
  try {
    return indent(raw);
  } catch {
    return raw;
  }
}

/** As JSON.stringify indents, but with lists of numbers on one line. (Texts hold no raw line breaks: none is touched.) */
export function indent(json: string): string {
  const pretty = JSON.stringify(JSON.parse(json), null, 2);
  return pretty.replace(
    /\[\n\s+(-?[\d.][^[\]{}"]*?)\n\s*\]/g,
    (_all, inner: string) => `[${inner.replace(/\s+/g, ' ')}]`,
  );
}
