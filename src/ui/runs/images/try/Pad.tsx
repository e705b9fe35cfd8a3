// A pad to draw on with a mouse, a finger or a pen. Those who do not draw take an image of the dataset, or a file.

import { Button, Switch, Tooltip } from '@mantine/core';
import { Contrast, Undo2 } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react';
import { IconButton } from '../../../components/IconButton';
import { whenPossible } from '../../../components/possible';
import { useFocusOnMount } from '../../../components/useFocusOnMount';
import { useImages } from '../store';
import { clearPad, extendStroke, startStroke, undoStroke } from './drawing';
import { drawInk, type Paper } from './ink';
import classes from './Try.module.css';

/** Pixels of the pad's own picture along a side. */
const SIDE = 640;

interface PadProps {
  readonly paper: Paper;
  /** It takes the focus when it appears. */
  readonly focused: boolean;
}

export function Pad({ paper, focused }: PadProps) {
  const strokes = useImages((ui) => ui.strokes);
  const pad = useFocusOnMount<HTMLFieldSetElement>(focused);
  const canvas = useRef<HTMLCanvasElement>(null);
  /** The pointer that draws: another finger does not. */
  const pointer = useRef<number | null>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context) drawInk(context, SIDE, strokes, paper);
  }, [strokes, paper]);

  const down = (event: PointerEvent<HTMLCanvasElement>) => {
    if (pointer.current !== null || event.button !== 0) return;
    pointer.current = event.pointerId;
    event.currentTarget.setPointerCapture(event.pointerId);
    startStroke(pointsOf(event));
  };
  const move = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.pointerId === pointer.current) extendStroke(pointsOf(event));
  };
  const up = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.pointerId === pointer.current) pointer.current = null;
  };
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'z' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    undoStroke();
  };
  return (
    <fieldset ref={pad} tabIndex={-1} className={classes.padBlock} onKeyDown={key} aria-label="Drawing pad">
      <canvas
        ref={canvas}
        className={classes.pad}
        width={SIDE}
        height={SIDE}
        role="img"
        aria-label={
          strokes.length === 0
            ? 'An empty pad to draw on with a pointer; images to choose instead stand below.'
            : `A drawing of ${strokes.length === 1 ? 'one stroke' : `${strokes.length} strokes`}.`
        }
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={up}
      />
      <Tools paper={paper} empty={strokes.length === 0} />
    </fieldset>
  );
}

/** Where the pointer was since the last event, as shares of the canvas. */
function pointsOf(event: PointerEvent<HTMLCanvasElement>): readonly number[] {
  const box = event.currentTarget.getBoundingClientRect();
  const passed = event.nativeEvent.getCoalescedEvents?.() ?? [];
  return (passed.length > 0 ? passed : [event.nativeEvent]).flatMap(({ clientX, clientY }) => [
    (clientX - box.left) / box.width,
    (clientY - box.top) / box.height,
  ]);
}

const PENS = [
  { width: 0.05, name: 'Thin pen' },
  { width: 0.09, name: 'Medium pen' },
  { width: 0.14, name: 'Thick pen' },
] as const;

function Tools({ paper, empty }: { readonly paper: Paper; readonly empty: boolean }) {
  const pen = useImages((ui) => ui.pen);
  const centred = useImages((ui) => ui.centred);
  return (
    <>
      <div className={classes.tools}>
        <div className={classes.pens}>
          {PENS.map(({ width, name }) => (
            <Tooltip key={name} label={name}>
              <button
                type="button"
                className={classes.pen}
                aria-label={name}
                aria-pressed={pen === width}
                onClick={() => useImages.setState({ pen: width })}
              >
                <span data-mark style={{ inlineSize: 100 * width, blockSize: 100 * width }} />
              </button>
            </Tooltip>
          ))}
        </div>
        <IconButton
          icon={Contrast}
          size="medium"
          label="Swap ink and paper"
          hint="Swap ink and paper: light on dark or dark on light"
          onClick={() => useImages.setState({ paper: paper === 'black' ? 'white' : 'black' })}
        />
        <IconButton
          icon={Undo2}
          size="medium"
          label="Take the last stroke back"
          keys="Ctrl Z"
          disabled={empty}
          onClick={undoStroke}
        />
        <Button size="compact-sm" variant="default" {...whenPossible(!empty, clearPad)}>
          Clear
        </Button>
      </div>
      <Switch
        size="xs"
        label="Centre and scale the drawing, as MNIST’s digits were"
        checked={centred}
        onChange={(event) => useImages.setState({ centred: event.currentTarget.checked })}
      />
    </>
  );
}
