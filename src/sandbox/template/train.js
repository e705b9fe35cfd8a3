// Fits a line, y = w · x + b, to the rows of data.csv: all columns but the last are x, the last is y.
// Arguments: --epochs 200 --rate 0.1 --data data.csv
// A training that was interrupted goes on from the model.json that it had left half trained.

import { rows, standardized } from './data.js';
import { ScalarFile } from './scalars.js';

/** @typedef {import('./types').ModelDir} ModelDir */
/** @typedef {import('./types').TrainOptions} TrainOptions */

/**
 * @param {ModelDir} modelDir
 * @param {readonly string[]} args
 * @param {TrainOptions} options
 */
export async function train(modelDir, args, { logger, tensorBoardEnabled, tensorBoardDir = 'logs' } = {}) {
  const options = { epochs: 200, rate: 0.1, data: 'data.csv', ...optionsFrom(args) };
  const table = rows(new TextDecoder().decode(await modelDir.read(options.data)));
  const { x, y, means, scales } = standardized(table);
  logger?.log(`${y.length} rows, ${means.length} columns`);

  const board = tensorBoardEnabled ? new ScalarFile(modelDir, tensorBoardDir) : null;
  const before = await halfTrained(modelDir, options);
  if (before) logger?.log(`going on after epoch ${before.trained.epoch}`);
  const weights = before ? before.weights : means.map(() => 0);
  let bias = before ? before.bias : 0;
  const save = (epoch) => {
    const model = { weights, bias, means, scales, trained: { epoch, ...options } };
    return modelDir.write('model.json', new TextEncoder().encode(JSON.stringify(model)));
  };
  for (let epoch = before ? before.trained.epoch + 1 : 1; epoch <= options.epochs; epoch++) {
    const errors = x.map((row, i) => dot(row, weights) + bias - y[i]);
    const loss = errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length;
    weights.forEach((_, j) => {
      const slope = errors.reduce((sum, error, i) => sum + error * x[i][j], 0) / errors.length;
      weights[j] -= options.rate * slope;
    });
    bias -= (options.rate * errors.reduce((sum, error) => sum + error, 0)) / errors.length;
    board?.scalar('loss', epoch, loss);
    if (epoch % 20 === 0) {
      logger?.log(`epoch ${epoch}: loss ${loss.toPrecision(4)}`);
      await board?.flush();
      await save(epoch);
    }
  }
  await board?.flush();
  await save(options.epochs);
}

/**
 * What an interrupted training with the same arguments had saved; null to begin anew, after one that came to its end as well.
 * @param {ModelDir} modelDir
 */
async function halfTrained(modelDir, options) {
  if (!(await modelDir.list()).includes('model.json')) return null;
  const model = JSON.parse(new TextDecoder().decode(await modelDir.read('model.json')));
  const same = Object.keys(options).every((name) => model.trained?.[name] === options[name]);
  return same && model.trained.epoch < options.epochs ? model : null;
}

/** @param {readonly string[]} args */
function optionsFrom(args) {
  const options = {};
  for (let i = 0; i < args.length; i += 2) {
    const name = args[i].replace(/^--/, '');
    if (!['epochs', 'rate', 'data'].includes(name) || args[i + 1] === undefined) {
      throw new Error(`“${args[i]}” is no argument: there are --epochs, --rate and --data, each with a value.`);
    }
    const value = name === 'data' ? args[i + 1] : Number(args[i + 1]);
    if (Number.isNaN(value)) throw new Error(`${args[i]} is a number, not “${args[i + 1]}”.`);
    options[name] = value;
  }
  return options;
}

function dot(a, b) {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}
