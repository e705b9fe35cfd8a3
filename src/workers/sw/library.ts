// What each route of the library does.

import { type LibraryModel, LOG_HEADER, type Precision } from '../../wire/library';
import type { ExportedFile } from '../../wire/runs';
import type { Call, Handlers } from './handlers';

type LibraryRoute =
  | 'models'
  | 'saveModel'
  | 'compareModels'
  | 'trainingOfModule'
  | 'stopModule'
  | 'createModule'
  | 'filesOfModule'
  | 'readModuleFile'
  | 'writeModuleFile'
  | 'deleteModuleFile'
  | 'moduleInfo'
  | 'changeModule'
  | 'trainModule'
  | 'resumeModule'
  | 'model'
  | 'updateModel'
  | 'deleteModel'
  | 'restoreModel'
  | 'archiveOfModel'
  | 'packageModel'
  | 'importModel'
  | 'inspectModel'
  | 'predictWithModel'
  | 'formatsOfModel'
  | 'costOfPrecision'
  | 'exportLibraryModel'
  | 'exportOfModel'
  | 'cancelModelExport';

const OK = { status: 'ok' } as const;
/** Of the log that comes with an answer; a line has 2,000 at most. */
const MAX_LOG_CHARACTERS = 16_000;

export const LIBRARY_HANDLERS: Pick<Handlers, LibraryRoute> = {
  models: async ({ service }) => ({ models: (await service.library.list()).map(listed) }),
  /** What was saved, as the list has it: both say the same of one model. */
  saveModel: async ({ service, body }) => {
    const saved = await service.models.saveMixture(body.name);
    const model = (await service.library.list()).find(({ id }) => id === saved.id);
    return { ...saved, ...(model && listed(model)) };
  },
  compareModels: ({ service, parameter }) => service.library.compare(parameter('a'), parameter('b')),
  trainingOfModule: async ({ service }) => ({ training: (await service.library.state()).training }),
  stopModule: async ({ service }) => {
    await service.library.stop();
    return OK;
  },
  createModule: async ({ service, body: { name, copy_of } }) => ({
    id: await service.library.createModule(name, copy_of === undefined ? 'template' : { copy_of }),
  }),
  filesOfModule: async ({ service, parameter }) => ({ files: await service.library.moduleFiles(parameter('id')) }),
  readModuleFile: async ({ service, parameter }) => {
    const bytes = await service.library.readModuleFile(parameter('id'), parameter('path'));
    return new Blob([new Uint8Array(bytes)]);
  },
  writeModuleFile: async ({ service, body, parameter }) => {
    await service.library.writeModuleFile(parameter('id'), parameter('path'), body.bytes);
    return OK;
  },
  deleteModuleFile: async ({ service, parameter }) => {
    // Not found where it is not there: what is gone already is fine for the page alone.
    await service.library.readModuleFile(parameter('id'), parameter('path'));
    await service.library.writeModuleFile(parameter('id'), parameter('path'), null);
    return OK;
  },
  moduleInfo: ({ service, parameter }) => service.library.module(parameter('id')),
  changeModule: async ({ service, body, parameter }) => {
    await service.library.changeModule(parameter('id'), body);
    return OK;
  },
  trainModule: async ({ service, body: { args = [], tensorboard, seconds }, parameter }) => {
    const id = parameter('id');
    // What is left out is as the module's manifest says.
    const { enableTensorboard } = await service.library.module(id);
    await service.library.train(id, { args, tensorboard: tensorboard ?? enableTensorboard, seconds });
    return OK;
  },
  resumeModule: async ({ service, parameter }) => {
    await service.library.resumeTraining(parameter('id'));
    return OK;
  },
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

function listed({ data, ...model }: LibraryModel) {
  return { ...model, description: data };
}

function named({ name, file }: ExportedFile): File {
  return new File([file], name, { type: file.type });
}
