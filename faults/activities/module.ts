// Training a module of one's own: a script in a sandbox, of which nothing is kept unless it comes to its end.

import { Going, type Standing } from './going';
import type { Activity } from './types';

const STEPS = 300;

/** Tells how far it is, and writes a file at its end. */
const SCRIPT = `export async function train(modelDir, args, { logger } = {}) {
  const steps = Number(args[0]);
  for (let step = 1; step <= steps; step++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    if (step % 5 === 0) logger?.log(\`step \${step}\`);
  }
  await modelDir.write('model.json', new TextEncoder().encode(JSON.stringify({ steps })));
}
`;

export const MODULE: Activity = {
  ...{ id: 'module', title: 'training a module of one’s own', route: 'models', workers: [] },
  touches: /^(library|models|trained|trainedFiles) /,
  async begin({ app }) {
    const models = (await app.ok('GET', '/models')).models as { id: string; name: string }[];
    const id = models.find(({ name }) => name === 'Own module')?.id;
    let begun = 0;
    const standing = async (): Promise<Standing> => {
      const { status, json } = await app.ask('GET', `/models/${id}/module`);
      if (status !== 200) return { share: 0, state: 'gone', words: '' };
      const { phase, log = [], error } = Object(json.training);
      if (phase === undefined) return { share: 0, state: 'gone', words: '' };
      const [, step = 0] = /step (\d+)/.exec(log.at(-1) ?? '') ?? [];
      const share = Number(step) / STEPS;
      const words = `${phase} ${error?.message ?? ''}`.trim();
      if (phase === 'running') return { share, state: 'going', words };
      return { share, state: phase === 'finished' ? 'over' : 'waiting', words };
    };
    const train = async () => {
      await app.ok('POST', `/models/${id}/train`, { args: [String(STEPS)] });
      begun = 1;
    };
    return new Going({
      standing,
      begin: async () => {
        await app.ok('PUT', `/models/${id}/file?path=train.js`, { file: Buffer.from(SCRIPT) });
        await train();
      },
      acknowledged: () => 2 * begun,
      verify: async () => {
        const { state } = await standing();
        const script = (await app.file(`/models/${id}/file?path=train.js`)).toString();
        return [
          ...(state === 'gone' ? ['the training that was begun is nowhere'] : []),
          ...(script === SCRIPT ? [] : ['the script is not the one that was put there']),
        ];
      },
      // It cannot go on in the middle of its script.
      takeUp: train,
      came: async () => {
        const { json } = await app.ask('GET', `/models/${id}/file?path=model.json`);
        return json.steps === STEPS ? [] : ['the module has not written its model'];
      },
    });
  },
};
