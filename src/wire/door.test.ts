// Errors between workers keep their code and details over Comlink, from a side that carries them and from one that does not.

import { expose, type Remote, transferHandlers, wrap } from 'comlink';
import { afterEach, describe, expect, it } from 'vitest';
import { carryServiceErrors } from './door';
import { ServiceError } from './errors';

const plain = transferHandlers.get('throw');
if (!plain) throw new Error('Comlink has no handler for thrown values.');
const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

const failing = {
  async service() {
    throw new ServiceError('conflict', 'Taken.', [{ field: 'name', message: 'is taken' }]);
  },
  async error() {
    throw new TypeError('No such size.');
  },
};

function remote(): Remote<typeof failing> {
  const { port1, port2 } = new MessageChannel();
  expose(failing, port1);
  port2.start();
  closers.push(() => {
    port1.close();
    port2.close();
  });
  return wrap<typeof failing>(port2);
}

describe('errors between workers', () => {
  it('keep code and details where both sides carry them', async () => {
    carryServiceErrors();
    await expect(remote().service()).rejects.toMatchObject({
      ...{ name: 'ServiceError', code: 'conflict', message: 'Taken.' },
      details: [{ field: 'name', message: 'is taken' }],
    });
    await expect(remote().error()).rejects.toMatchObject({ code: 'internal', message: 'No such size.' });
  });

  it('keep their words from a worker that throws as Comlink does', async () => {
    carryServiceErrors();
    const carrying = transferHandlers.get('throw');
    if (!carrying) throw new Error('Nothing was installed.');
    // One side is the other here: what it sends is as another worker would send it.
    transferHandlers.set('throw', { ...carrying, serialize: plain.serialize });
    try {
      await expect(remote().error()).rejects.toMatchObject({ name: 'TypeError', message: 'No such size.' });
    } finally {
      transferHandlers.set('throw', carrying);
    }
  });
});
