// A model's structure: its blocks as a diagram, and its layers in order with shapes, parameters and operations.

import { CloseButton, Skeleton } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { service } from '../../../client';
import type { ModelStructure } from '../../../wire/reviews';
import { attempt } from '../../components/attempt';
import { formatCount } from '../../components/format';
import { shapeOf, shortNames } from '../../components/layerNames';
import { ScrollTable } from '../../components/part/ScrollTable';
import { shortCount } from '../../components/shortCount';
import { modelName, useReviews } from '../store';
import { formatParameters } from '../verdict/words';
import { blocksOf } from './blocks';
import classes from './Structure.module.css';

export function Structure({ model }: { readonly model: string }) {
  const name = useReviews((state) => modelName(state.state, model));
  const structure = useStructure(model);
  const root = useRef<HTMLElement>(null);
  const there = structure !== null;
  // It opens below the text, at the press of a button that may be far from it.
  useEffect(() => {
    if (there) root.current?.scrollIntoView({ block: 'nearest' });
  }, [there]);
  return (
    <section ref={root} className={classes.root} aria-label={`Structure of ${name}`}>
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
      {structure ? (
        <>
          <Diagram structure={structure} />
          <Layers structure={structure} />
        </>
      ) : (
        <Skeleton height={180} />
      )}
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
  const names = shortNames(layers.map(({ name }) => name));
  return (
    <ScrollTable label="Layers" testId="structure-layers" wide>
      <thead>
        <tr>
          <th scope="col">Layer, in the order of computation</th>
          <th scope="col">Output</th>
          <th scope="col" data-figures>
            Parameters
          </th>
          <th scope="col" data-figures>
            Operations
          </th>
        </tr>
      </thead>
      <tbody>
        {layers.map(({ name, kind, output, parameters, flops }, i) => (
          <tr key={name}>
            <th scope="row" title={name}>
              {kind}
              <span className={classes.name}>{names[i]}</span>
            </th>
            <td className={classes.shape}>{shapeOf(output)}</td>
            <td data-figures>{formatCount(parameters)}</td>
            <td data-figures>{formatFlops(flops)}</td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}

/** The blocks from the text at the left to the score at the right; their areas, and the numbers, are their parameters. */
function Diagram({ structure: { layers } }: { readonly structure: ModelStructure }) {
  const blocks = blocksOf(layers);
  const most = blocks.reduce((top, { parameters }) => Math.max(top, parameters), 1);
  return (
    <ol className={classes.diagram} aria-label="From the text to the score">
      <li className={classes.end}>text</li>
      {blocks.map(({ name, parameters, beside }) => (
        <li key={name} className={classes.block} data-beside={beside || undefined}>
          <span className={classes.size} data-mark style={squareOf(parameters / most)} aria-hidden />
          <strong>{name}</strong>
          <span>{shortCount(parameters)}</span>
        </li>
      ))}
      <li className={classes.end}>score</li>
    </ol>
  );
}

/** A square of that share of the largest one's area. */
function squareOf(share: number): { width: string; height: string } {
  const side = `${(2.5 * Math.sqrt(share)).toFixed(2)}rem`;
  return { width: side, height: side };
}

/** Floating-point operations: 12,345,678 → "12.3 MFLOP". */
function formatFlops(flops: number): string {
  if (flops < 1000) return `${flops} FLOP`;
  if (flops < 1e6) return `${(flops / 1e3).toPrecision(3)} kFLOP`;
  return flops < 1e9 ? `${(flops / 1e6).toPrecision(3)} MFLOP` : `${(flops / 1e9).toPrecision(3)} GFLOP`;
}
