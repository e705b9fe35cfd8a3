// A model's layers in order of computation, each with what it gives and how many numbers it learnt.

import { Box } from '@mantine/core';
import type { ModelLayer } from '../../../../wire/library';
import { formatCount, plural } from '../../../components/format';
import { shortNames } from '../../../reviews/models/blocks';
import { shapeOf } from '../../words';
import classes from './Structure.module.css';

export function Layers({ layers }: { readonly layers: readonly ModelLayer[] }) {
  const names = shortNames(layers.map(({ name }) => name));
  const total = layers.reduce((sum, { parameters }) => sum + parameters, 0);
  return (
    <section className={classes.part} aria-labelledby="layers-title">
      <h2 id="layers-title" className={classes.heading}>
        Layers <small>{plural(layers.length, 'layer')}</small>
      </h2>
      <Box className={classes.scroll ?? ''} tabIndex={0} role="group" aria-label="Table of layers">
        <table className={classes.table} data-testid="layers">
          <thead>
            <tr>
              <th scope="col">Layer, in order of computation</th>
              <th scope="col">What it does</th>
              <th scope="col">Output</th>
              <th scope="col" data-figures>
                Parameters
              </th>
            </tr>
          </thead>
          <tbody>
            {layers.map(({ name, kind, output, parameters }, i) => (
              <tr key={name}>
                <th scope="row" title={name}>
                  <code>{names[i]}</code>
                </th>
                <td>{kind}</td>
                <td className={classes.output}>{shapeOf(output)}</td>
                <td data-figures>{formatCount(parameters)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">All layers</th>
              <td />
              <td />
              <td data-figures>{formatCount(total)}</td>
            </tr>
          </tfoot>
        </table>
      </Box>
    </section>
  );
}
