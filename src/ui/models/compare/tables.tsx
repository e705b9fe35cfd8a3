// What two models have in common, and what not: a table each for figures, layers and weights.

import type { ReactNode } from 'react';
import type { ModelComparison, ModelLayer } from '../../../wire/library';
import { plural } from '../../components/format';
import { shapeOf, shortNames } from '../../components/layerNames';
import { formatValue } from '../../components/metrics/words';
import { Part } from '../../components/part/Part';
import { ScrollTable } from '../../components/part/ScrollTable';
import classes from './Compare.module.css';

interface Names {
  readonly a: string;
  readonly b: string;
}

interface TableProps {
  readonly id: string;
  readonly title: string;
  readonly children: ReactNode;
}

function Table({ id, title, children }: TableProps) {
  return (
    <Part id={id} title={title}>
      <ScrollTable label={`Table: ${title}`} testId={id} wide>
        {children}
      </ScrollTable>
    </Part>
  );
}

export function Figures({ metrics, names }: { readonly metrics: ModelComparison['metrics']; readonly names: Names }) {
  if (metrics.length === 0) return null;
  return (
    <Table id="compared-figures" title="Figures">
      <thead>
        <tr>
          <th scope="col">Figure</th>
          <th scope="col" data-figures>
            {names.a}
          </th>
          <th scope="col" data-figures>
            {names.b}
          </th>
        </tr>
      </thead>
      <tbody>
        {metrics.map(({ name, a, b }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td data-figures>{formatValue(a, name)}</td>
            <td data-figures>{formatValue(b, name)}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

export function Layers({ layers, names }: { readonly layers: ModelComparison['layers']; readonly names: Names }) {
  if (layers.length === 0) return null;
  const short = shortNames(layers.map(({ name }) => name));
  return (
    <Table id="compared-layers" title="Layers">
      <thead>
        <tr>
          <th scope="col">Layer</th>
          <th scope="col">{names.a}</th>
          <th scope="col">{names.b}</th>
        </tr>
      </thead>
      <tbody>
        {layers.map(({ name, a, b, same }, i) => (
          <tr key={name}>
            <th scope="row">
              <code className={same ? undefined : classes.different} title={name}>
                {short[i]}
              </code>
              <small>{same ? '' : a && b ? 'built otherwise' : a ? 'in the first alone' : 'in the second alone'}</small>
            </th>
            <td>{a && <Layer layer={a} />}</td>
            <td>{b && (same ? <span className={classes.quiet}>the same</span> : <Layer layer={b} />)}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Layer({ layer: { kind, output, parameters } }: { readonly layer: ModelLayer }) {
  return (
    <>
      {kind}
      <small>
        {shapeOf(output)}, {plural(parameters, 'parameter')}
      </small>
    </>
  );
}

export function Changes({ weights }: { readonly weights: ModelComparison['weights'] }) {
  if (weights.length === 0) return null;
  const finite = weights.map(({ relative_change: change }) => change).filter(Number.isFinite);
  const most = Math.max(...finite, Number.MIN_VALUE);
  return (
    <Table id="compared-weights" title="Weights">
      <thead>
        <tr>
          <th scope="col">Tensor</th>
          <th scope="col">Change, relative to the first</th>
          <th scope="col" data-figures>
            Cosine
          </th>
        </tr>
      </thead>
      <tbody>
        {weights.map(({ name, relative_change: change, cosine }) => (
          <tr key={name}>
            <th scope="row">
              <code className={change > 0 ? classes.different : undefined}>{name}</code>
            </th>
            <td>
              <span className={classes.change}>
                <span>{change === 0 ? 'none' : formatValue(change)}</span>
                <span
                  className={classes.track}
                  data-mark
                  style={{ width: `${(60 * Math.min(1, change / most)).toFixed(1)}%` }}
                  aria-hidden
                />
              </span>
            </td>
            <td data-figures>{formatValue(Number(cosine.toPrecision(5)), 'cosine')}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
