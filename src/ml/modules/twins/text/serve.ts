// serve.js of a text model's archive.

import { modelKind } from '../../../text/kind';
import { loadTextModel } from '../../../text/load';
import { NgramModel } from '../../../text/ngram/model';
import { textModule } from '../../own/text';
import { textFilesIn } from '../../own/text-files';
import { backend } from './backend';

export const { load, deserialize, predict, serialize } = textModule(async (dir) => {
  const files = await textFilesIn(dir);
  const model = modelKind(files) === 'ngram' ? NgramModel.fromFiles(files) : loadTextModel(await backend(), files);
  return { score: async (texts) => (await model.score(texts)).map(({ score }) => score) };
});
