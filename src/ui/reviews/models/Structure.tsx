// A model's layers in order: shapes, parameters, operations, and a bar for where the parameters are.

import { CloseButton, ScrollArea, Skeleton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { service } from '../../../client';
import type { ModelStructure } from '../../../wire/reviews';
import { formatCount } from '../../components/format';
import { attempt } from '../actions';
import { modelName, useReviews } from '../store';
import { formatParameters } from '../verdict/words';
import classes from './Structure.module.css';

export function Structure({ model }: { readonly model: string }) {
  const name = useReviews((state) => modelName(state.state, model));
  const structure = useStructure(model);
  return (
    <section className={classes.root} aria-label={`Structure of ${name}`}>
      <div className={classes.head}>
        <h2 className={classes.title}>{name}</h2>
        {structure && (
          <span className={classes.facts}>
            {structure.architecture} · {formatParameters(structure.parameters)} · {formatFlops(structure.flops)} for 128
            tokens
          </span>
        )}
        <CloseButton aria-label="Close the structure" onClick={() => useReviews.setState({ structure: null })} />
      </div>
      {structure ? <Layers structure={structure} /> : <Skeleton height={180} />}
    </section>
  );
}

function useStructure(model: string): ModelStructure | null {
  const [structure, setStructure] = useState<ModelStructure | null>(null);
  useEffect(() => {
    let wanted = true;
    setStructure(null);
    attempt('look into the model', () => service.reviews.structure(model)).then((found) => {
      if (wanted && found) setStructure(found);
    });
    return () => {
      wanted = false;
    };
  }, [model]);
  return structure;
}

function Layers({ structure: { layers } }: { readonly structure: ModelStructure }) {
  const most = layers.reduce((top, { parameters }) => Math.max(top, parameters), 1);
  return (
    // Wide names scroll within; the page does not.
    <ScrollArea
      className={classes.scroll ?? ''}
      type="auto"
      viewportProps={{ tabIndex: 0, 'aria-label': 'Layers', role: 'group' }}
    >
      <table className={classes.table}>
        <thead>
          <tr>
            <th>Layer</th>
            <th>What it does</th>
            <th>Output</th>
            <th className={classes.number}>Parameters</th>
            <th className={classes.number}>Operations</th>
          </tr>
        </thead>
        <tbody>
          {layers.map(({ name, kind, output, parameters, flops }) => (
            <tr key={name}>
              <td className={classes.name}>{name}</td>
              <td>{kind}</td>
              <td className={classes.shape}>{output.join(' × ')}</td>
              <td className={classes.number}>
                <span className={classes.bar} style={{ width: `${(60 * parameters) / most}px` }} />
                {formatCount(parameters)}
              </td>
              <td className={classes.number}>{formatFlops(flops)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}

/** Floating-point operations: 12,345,678 → "12.3 MFLOP". */
function formatFlops(flops: number): string {
  if (flops < 1000) return `${flops} FLOP`;
  if (flops < 1e6) return `${(flops / 1e3).toPrecision(3)} kFLOP`;
  return flops < 1e9 ? `${(flops / 1e6).toPrecision(3)} MFLOP` : `${(flops / 1e9).toPrecision(3)} GFLOP`;
}
