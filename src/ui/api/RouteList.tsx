// The routes by group: a list beside the route at hand, and on a phone one menu.

import { NativeSelect } from '@mantine/core';
import { useHashLocation } from 'wouter/use-hash-location';
import classes from './ApiPage.module.css';
import type { Spec } from './spec';

interface RouteListProps {
  readonly spec: Spec;
  /** The operationId shown. */
  readonly current: string;
}

export function RouteList({ spec, current }: RouteListProps) {
  const [, navigate] = useHashLocation();
  return (
    <>
      <NativeSelect
        className={classes.menu}
        label="Route"
        value={current}
        onChange={(event) => navigate(`/api/${event.currentTarget.value}`)}
        data={spec.groups.map(({ name, operations }) => ({
          group: name,
          items: operations.map(({ operationId, method, path }) => ({
            value: operationId,
            label: `${method} ${path}`,
          })),
        }))}
      />
      <nav className={classes.list} aria-label="Routes">
        {spec.groups.map(({ name, operations }) => (
          <section key={name} aria-label={name}>
            <h2 className={classes.group}>{name}</h2>
            <ul>
              {operations.map(({ operationId, method, path }) => (
                <li key={operationId}>
                  <a
                    href={`#/api/${operationId}`}
                    className={classes.route}
                    aria-current={operationId === current ? 'true' : undefined}
                  >
                    <span className={classes.method}>{method}</span>
                    <span className={classes.path}>{path}</span>
                  </a>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </nav>
    </>
  );
}
