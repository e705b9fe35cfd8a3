// A point by its coordinates: the keyboard's way of clicking on the plane.

import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { service } from '../../../client';
import { attempt } from '../../components/attempt';
import { unlessBusy } from '../../components/unlessBusy';
import classes from './AddPoint.module.css';
import { readCoordinate } from './coordinates';

export function AddPoint({ columns }: { readonly columns: readonly string[] }) {
  const [values, setValues] = useState<readonly string[]>(() => columns.map(() => ''));
  const [tried, setTried] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const busy = useRef(false);
  const numbers = values.map(readCoordinate);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void unlessBusy(busy, add);
  };
  const add = async () => {
    setTried(true);
    if (numbers.some((value) => value === null)) return;
    const data = Float64Array.from(numbers.map(Number));
    const added = await attempt('add the point', async () => {
      await service.points.add({ data, n: 1, d: columns.length });
      return true;
    });
    if (!added) return;
    setValues(columns.map(() => ''));
    setTried(false);
    first.current?.focus();
  };
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      {columns.map((column, j) => (
        <TextInput
          key={column}
          ref={j === 0 ? first : null}
          size="xs"
          inputMode="decimal"
          label={column}
          labelProps={{ title: column }}
          value={values[j]!}
          error={tried && numbers[j] === null ? 'A number, please' : null}
          onChange={(event) => {
            const text = event.currentTarget.value;
            setValues(values.map((value, i) => (i === j ? text : value)));
          }}
        />
      ))}
      <Button type="submit" size="xs" variant="default">
        Add point
      </Button>
    </form>
  );
}
