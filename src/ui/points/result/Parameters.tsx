// The mixture's parameters: one block a group, led by its mark on the plane.

import { Box } from '@mantine/core';
import type { Mixture } from '../../../ml/gmm/types';
import { componentCovariance } from '../../../ml/gmm/view';
import { formatPercent } from '../../components/format';
import { Note } from '../../components/Section';
import { ComponentMark } from '../ComponentMark';
import { formatChange, formatValue } from '../numbers';
import { usePoints } from '../store';
import classes from './Parameters.module.css';
import type { Changes } from './useChanges';

export function Parameters({ mixture }: { readonly mixture: Mixture }) {
  const columns = usePoints((state) => state.state?.dataset.columns);
  const d = mixture.n_features;
  const names = columns?.length === d ? columns : Array.from({ length: d }, (_, j) => `x${j + 1}`);
  return (
    <>
      <Box className={classes.scroll ?? ''} tabIndex={0} role="group" aria-label="Weights and means">
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col" rowSpan={2}>
                Group
              </th>
              <th scope="col" rowSpan={2}>
                Weight
              </th>
              <th scope="colgroup" colSpan={d} className={classes.span}>
                Mean
              </th>
            </tr>
            <tr>
              {names.map((name) => (
                <th key={name} scope="col" className={classes.narrow}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: mixture.n_components }, (_, c) => c).map((c) => (
              <tr key={c}>
                <th scope="row">
                  <ComponentMark index={c} /> {c + 1}
                </th>
                <td>{formatPercent(mixture.weights[c])}</td>
                {names.map((name, j) => (
                  <td key={name}>{formatValue(mixture.means[c * d + j])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Box>
      <Covariances mixture={mixture} names={names} />
    </>
  );
}

/** Against the update before: where each group went, and how it grew. */
export function WhatChanged({ changes }: { readonly changes: Changes }) {
  return (
    <>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Group</th>
            <th scope="col">Mean moved</th>
            <th scope="col">Weight</th>
            <th scope="col">Size</th>
          </tr>
        </thead>
        <tbody>
          {changes.components.map(({ component, moved, weight, spread }) => (
            <tr key={component}>
              <th scope="row">
                <ComponentMark index={component} /> {component + 1}
              </th>
              <td>{formatValue(moved, 2)}</td>
              <td>{formatChange(100 * weight, 2)} %</td>
              <td>{formatChange(100 * spread, 2)} %</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Note>
        Since {changes.since === 1 ? 'the iteration before' : `${changes.since} iterations before`}. The way of the mean
        is in the data’s units; the size is that of a round group of the same volume.
      </Note>
    </>
  );
}

function Covariances({ mixture, names }: { readonly mixture: Mixture; readonly names: readonly string[] }) {
  const { covariance_type: type, n_components } = mixture;
  if (type === 'tied') {
    return (
      <details className={classes.covariance} open>
        <summary>Covariance, shared by all groups</summary>
        <Matrix values={componentCovariance(mixture, 0)} names={names} />
      </details>
    );
  }
  return (
    <div>
      {Array.from({ length: n_components }, (_, c) => c).map((c) => (
        <details key={c} className={classes.covariance} open={n_components <= 3 && names.length <= 2}>
          <summary>
            <ComponentMark index={c} /> Group {c + 1}: {type === 'full' ? 'covariance' : 'variance'}
          </summary>
          {type === 'full' && <Matrix values={componentCovariance(mixture, c)} names={names} />}
          {type === 'diag' && <Variances values={diagonal(mixture, c)} names={names} />}
          {type === 'spherical' && (
            <p className={classes.single}>{formatValue(mixture.covariances[c])} in every direction</p>
          )}
        </details>
      ))}
    </div>
  );
}

function diagonal(mixture: Mixture, c: number): Float64Array {
  const d = mixture.n_features;
  return mixture.covariances.slice(c * d, (c + 1) * d);
}

function Matrix({ values, names }: { readonly values: Float64Array; readonly names: readonly string[] }) {
  const d = names.length;
  return (
    <Box className={classes.scroll ?? ''} tabIndex={0} role="group" aria-label="Covariance matrix">
      <table className={`${classes.table} ${classes.matrix}`}>
        <thead>
          <tr>
            <td />
            {names.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((name, i) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {names.map((other, j) => (
                <td key={other}>{formatValue(values[i * d + j])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Box>
  );
}

function Variances({ values, names }: { readonly values: Float64Array; readonly names: readonly string[] }) {
  return (
    <table className={classes.table}>
      <tbody>
        {names.map((name, j) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{formatValue(values[j])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
