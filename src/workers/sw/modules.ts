// What the routes of people's own modules, their files and their trainings do: calls of the service.

import type { MODULE_ROUTES } from '../../wire/routes/modules';
import type { Handlers } from './handlers';

const OK = { status: 'ok' } as const;

export const MODULE_HANDLERS: Pick<Handlers, keyof typeof MODULE_ROUTES> = {
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
};
