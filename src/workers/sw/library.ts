// What the routes of the library do: calls of the service. Those of modules are in ./modules.ts.

import { type LibraryModel, LOG_HEADER, type Precision } from '../../wire/library';
import type { LIBRARY_ROUTES } from '../../wire/routes/library';
import type { MODULE_ROUTES } from '../../wire/routes/modules';
import type { ExportedFile } from '../../wire/runs';
import type { Call, Handlers } from './handlers';

const OK = { status: 'ok' } as const;
/** Of the log that comes with an answer; a line has 2,000 at most. */
const MAX_LOG_CHARACTERS = 16_000;

export const LIBRARY_HANDLERS: Pick<Handlers, Exclude<keyof typeof LIBRARY_ROUTES, keyof typeof MODULE_ROUTES>> = {
  models: async ({ service }) => ({ models: (await service.library.list()).map(listed) }),
  compareModels: ({ service, parameter }) => service.library.compare(parameter('a'), parameter('b')),
  model: ({ service, parameter }) => service.library.detail(parameter('id')),
  updateModel: async ({ service, body, parameter }) => {
    await service.library.update(parameter('id'), body);
    return OK;
  },
  deleteModel: async ({ service, parameter }) => {
    await service.library.remove([parameter('id')]);
    return OK;
  },
  restoreModel: async ({ service, parameter }) => {
    await service.library.restore([parameter('id')]);
    return OK;
  },
  archiveOfModel: async ({ service, parameter }) => named(await service.library.package(parameter('id'), {})),
  packageModel: async ({ service, body: { model, ...options } }) =>
    named(await service.library.package(model, options)),
  importModel: async ({ service, body, parameter }) => {
    const source = { kind: 'file', name: parameter('name') || 'Model', file: body } as const;
    return { id: await service.library.import(source, parameter('name') || null) };
  },
  inspectModel: ({ service, body, parameter }) =>
    service.library.inspect({ kind: 'file', name: parameter('name') || 'Model', file: body }),
  predictWithModel: ({ service, body, parameter }) => predicted({ service, body, parameter }),
  formatsOfModel: async ({ service, parameter }) => ({ formats: await service.library.formats(parameter('id')) }),
  costOfPrecision: ({ service, parameter }) => service.library.cost(parameter('id'), precisionOf(parameter)),
  exportOfModel: async ({ service }) => ({ exporting: (await service.library.state()).exporting }),
  cancelModelExport: async ({ service }) => {
    await service.library.cancelExport();
    return OK;
  },
  importOfModel: async ({ service }) => {
    const { arriving } = await service.library.state();
    return { importing: arriving.filter(({ kind }) => kind === 'import').at(-1)?.progress ?? null };
  },
  cancelModelImport: async ({ service }) => {
    await service.library.cancelImport();
    return OK;
  },
  exportLibraryModel: async ({ service, parameter }) =>
    named(await service.library.exportModel(parameter('id'), parameter('format'), precisionOf(parameter))),
};

/** Bytes of the type that the model's module says; what it logged meanwhile beside them. */
async function predicted({ service, body, parameter }: Call<'predictWithModel'>): Promise<Response> {
  const { bytes, content_type, log = [] } = await service.library.predict(parameter('id'), body);
  const answer = new Blob([new Uint8Array(bytes)], { type: content_type });
  const headers = { 'Content-Type': answer.type || 'application/octet-stream' };
  return new Response(answer, { headers: { ...headers, ...(log.length > 0 && { [LOG_HEADER]: logHeader(log) }) } });
}

/** The newest lines as JSON. Headers take no letters but those of ASCII: all others are escaped. */
function logHeader(log: readonly string[]): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  const lines = log.map((line) => JSON.stringify(line).replace(/[^ -~]/g, escaped));
  let room = MAX_LOG_CHARACTERS;
  const left = lines.findLastIndex(({ length }) => {
    room -= length;
    return room < 0;
  });
  return `[${lines.slice(left + 1).join(',')}]`;
}

/** One of these: the door checks parameters that have values. */
function precisionOf(parameter: (name: string) => string): Precision {
  return (parameter('precision') || 'float32') as Precision;
}

/** A model as GET /models has it. */
export function listed({ data, ...model }: LibraryModel) {
  return { ...model, description: data };
}

function named({ name, file }: ExportedFile): File {
  return new File([file], name, { type: file.type });
}
