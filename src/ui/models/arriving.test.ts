// A file on its way in: looked into, kept, given up, or overtaken by another.

import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Deferred, deferred } from '../../wire/deferred';
import { ServiceError } from '../../wire/errors';
import type { ModelPreview, ModelSource } from '../../wire/library';

const fake = vi.hoisted(() => ({
  inspected: [] as Deferred<ModelPreview>[],
  imported: [] as Deferred<string>[],
  inspect: vi.fn(),
  cancelArrival: vi.fn(async (_id: string) => {}),
  import: vi.fn(),
  showError: vi.fn(),
  showDone: vi.fn(),
}));

vi.mock('../../client', () => ({
  service: {
    library: {
      inspect: fake.inspect,
      cancelArrival: fake.cancelArrival,
      import: fake.import,
    },
  },
}));
vi.mock('../components/notify', () => ({
  showDone: fake.showDone,
  showError: fake.showError,
  settleError: vi.fn(),
}));
const goTo = vi.hoisted(() => vi.fn());
vi.mock('./views', () => ({ goTo }));

const { keepIncoming, leaveIncoming, lookInto, stopKeeping } = await import('./actions');
const { LookingInto } = await import('./incoming/Arriving');
const { useModels } = await import('./store');

const GIVEN_UP = new ServiceError('conflict', 'It was cancelled, and nothing of it was kept.');
const source: ModelSource = { kind: 'file', name: 'm.tar.gz', file: new Blob([]) };
const preview = { kind: 'mixture', name: 'm' } as ModelPreview;
const incoming = () => useModels.getState().incoming;
/** By which what is shown is told of in the library. */
function idShown(): string {
  const shown = incoming();
  return 'id' in shown ? shown.id : '';
}
const settled = () => new Promise((resolve) => setTimeout(resolve));

function look(name: string): Promise<void> {
  fake.inspected.push(deferred<ModelPreview>());
  return lookInto(name, async () => source);
}

async function found(): Promise<void> {
  const looked = look('m.tar.gz');
  fake.inspected.at(-1)?.resolve(preview);
  await looked;
  fake.imported.push(deferred<string>());
}

beforeEach(() => {
  vi.clearAllMocks();
  fake.inspect.mockImplementation(() => fake.inspected.at(-1)?.promise);
  fake.import.mockImplementation(() => fake.imported.at(-1)?.promise);
  useModels.setState({ incoming: { stage: 'none' } });
});

describe('what is looked into', () => {
  it('is given up by the service where it is left, or where another is handed over: that look, and no import', async () => {
    const first = look('a');
    await settled();
    const second = look('b');
    await settled();
    const [one, other] = fake.inspect.mock.calls.map(([, id]) => id);
    expect(one).not.toBe(other);
    expect(fake.cancelArrival.mock.calls).toEqual([[one]]);
    fake.inspected.at(-2)?.reject(GIVEN_UP);
    await first;
    expect(incoming()).toEqual({ stage: 'looking', id: other, name: 'b' });
    leaveIncoming();
    expect(fake.cancelArrival.mock.calls).toEqual([[one], [other]]);
    fake.inspected.at(-1)?.reject(GIVEN_UP);
    await second;
    expect(incoming()).toEqual({ stage: 'none' });
  });

  it('is said at once, with its name in its own direction', () => {
    const said = renderToStaticMarkup(createElement(LookingInto, { id: '1', name: 'm.tar.gz' }));
    expect(said).toMatch(/^<p [^>]*role="status">Looking into <bdi>m\.tar\.gz<\/bdi>…<\/p>$/);
  });

  it('is not looked into where it is left while its folder is walked', async () => {
    const walked = deferred<ModelSource>();
    const looked = lookInto('a', () => walked.promise);
    leaveIncoming();
    walked.resolve(source);
    await looked;
    expect(fake.inspect).not.toHaveBeenCalled();
    expect(incoming()).toEqual({ stage: 'none' });
  });

  it('cancels nothing where nothing is looked into', async () => {
    await found();
    leaveIncoming();
    await found();
    expect(fake.cancelArrival).not.toHaveBeenCalled();
  });
});

describe('what is kept', () => {
  it('is shown again, without an error, where it was given up', async () => {
    await found();
    const before = incoming();
    const kept = keepIncoming('Mine');
    expect(incoming()).toMatchObject({ stage: 'found', keeping: true });
    await stopKeeping(idShown());
    expect(fake.cancelArrival.mock.calls).toEqual([[fake.import.mock.lastCall?.[2]]]);
    // It may be taken away again yet.
    expect(incoming()).toMatchObject({ keeping: true });
    fake.imported.at(-1)?.reject(GIVEN_UP);
    await kept;
    expect(incoming()).toEqual(before);
    expect(fake.showError).not.toHaveBeenCalled();
    expect(goTo).not.toHaveBeenCalled();
  });

  it('says so where it failed of itself as it was given up', async () => {
    await found();
    const kept = keepIncoming('Mine');
    await stopKeeping(idShown());
    const full = new ServiceError('quota', 'The storage is full.');
    fake.imported.at(-1)?.reject(full);
    await kept;
    expect(fake.showError).toHaveBeenCalledExactlyOnceWith(full, 'import the model');
  });

  it('says so where it failed, or somebody else gave it up', async () => {
    await found();
    const before = incoming();
    const kept = keepIncoming('Mine');
    fake.imported.at(-1)?.reject(GIVEN_UP);
    await kept;
    expect(fake.showError).toHaveBeenCalledExactlyOnceWith(GIVEN_UP, 'import the model');
    expect(incoming()).toEqual(before);
  });

  it('is gone to once it is in, unless another file was handed over meanwhile', async () => {
    await found();
    const kept = keepIncoming('Mine');
    fake.imported.at(-1)?.resolve('id');
    await kept;
    expect(goTo).toHaveBeenCalledExactlyOnceWith({ view: 'model', id: 'id' });
    expect(incoming()).toEqual({ stage: 'none' });

    await found();
    const late = keepIncoming('Mine');
    void look('b');
    fake.imported.at(-1)?.resolve('other');
    await late;
    expect(fake.showDone).toHaveBeenCalledTimes(2);
    expect(goTo).toHaveBeenCalledOnce();
    expect(incoming()).toMatchObject({ stage: 'looking', name: 'b' });
  });

  it('is given up alone of two: the other’s end is a failure', async () => {
    const keep = async () => {
      await found();
      return { kept: keepIncoming('Mine'), id: idShown(), imported: fake.imported.at(-1) };
    };
    const [one, other] = [await keep(), await keep()];
    await stopKeeping(one.id);
    expect(fake.cancelArrival.mock.calls).toEqual([[one.id]]);
    for (const { kept, imported } of [one, other]) {
      imported?.reject(GIVEN_UP);
      await kept;
    }
    expect(fake.showError).toHaveBeenCalledExactlyOnceWith(GIVEN_UP, 'import the model');
    expect(incoming()).toMatchObject({ id: other.id, keeping: false });
  });
});
