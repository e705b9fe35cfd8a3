// A model's layers in order of computation, each with what it gives and how many numbers it learnt.

import type { ModelLayer } from '../../../../wire/library';
import { formatCount, plural } from '../../../components/format';
import { shapeOf, shortNames } from '../../../components/layerNames';
import { Part } from '../../../components/part/Part';
import { ScrollTable } from '../../../components/part/ScrollTable';
import classes from './Structure.module.css';

export function Layers({ layers }: { readonly layers: readonly ModelLayer[] }) {
  const names = shortNames(layers.map(({ name }) => name));
  const total = layers.reduce((sum, { parameters }) => sum + parameters, 0);
  return (
    <Part id="layers" title="Layers" count={plural(layers.length, 'layer')}>
      <ScrollTable label="Table of layers" testId="layers" wide>
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
              <th scope="row" className={classes.layer} title={name}>
                <code>{names[i]}</code>
              </th>
              <td className={classes.does}>{kind}</td>
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
      </ScrollTable>
    </Part>
  );
}
