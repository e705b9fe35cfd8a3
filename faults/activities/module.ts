// Training a module of one's own: a script in a sandbox, of which nothing is kept unless it comes to its end. What it had
// written when it was interrupted it finds again when it is begun again, and goes on from there.

import { Going, type Standing } from './going';
import type { Activity } from './types';

/** Eight seconds: what it writes is kept every three. */
const STEPS = 800;

/** Tells how far it is, saves that now and then, and writes a file at its end. */
const SCRIPT = `export async function train(modelDir, args, { logger } = {}) {
  const steps = Number(args[0]);
  const json = (value) => new TextEncoder().encode(JSON.stringify(value));
  let from = 0;
  if ((await modelDir.list()).includes('at.json')) {
    from = JSON.parse(new TextDecoder().decode(await modelDir.read('at.json'))).step;
  }
  for (let step = from + 1; step <= steps; step++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    if (step % 5 === 0) logger?.log(\`step \${step}\`);
    if (step % 50 === 0) await modelDir.write('at.json', json({ step }));
  }
  await modelDir.write('model.json', json({ steps, from }));
}
`;

interface Training {
  readonly phase?: string;
  readonly log?: readonly string[];
  readonly left?: readonly string[];
  readonly error?: { readonly message: string } | null;
}

export const MODULE: Activity = {
  ...{ id: 'module', title: 'training a module of one’s own', route: 'models', workers: [] },
  touches: /^(library|models|trained|trainedFiles) /,
  async begin({ app }) {
    const models = (await app.ok('GET', '/models')).models as { id: string; name: string }[];
    const id = models.find(({ name }) => name === 'Own module')?.id;
    let begun = 0;
    /** It was begun again, and what it had saved was there. */
    let saved = false;
    const training = async (): Promise<Training> => {
      const { status, json } = await app.ask('GET', `/models/${id}/module`);
      return status === 200 ? Object(json.training) : {};
    };
    const standing = async (): Promise<Standing> => {
      const { phase, log = [], error } = await training();
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
      takeUp: async () => {
        const { phase, left = [] } = await training();
        // What has failed, or was run by no tab, has nothing to go on from.
        if (phase !== 'interrupted') return train();
        saved = left.includes('at.json');
        await app.ok('POST', `/models/${id}/train/resume`);
      },
      came: async () => {
        const { json } = await app.ask('GET', `/models/${id}/file?path=model.json`);
        if (json.steps !== STEPS) return ['the module has not written its model'];
        return saved && json.from === 0 ? ['it began at its first step, though what it had saved was there'] : [];
      },
    });
  },
};
