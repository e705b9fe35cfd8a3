// Files that were dropped on a module's page: put into the module, or brought in as a model of their own.

import { Button } from '@mantine/core';
import { useFocusBack } from '../../components/useFocusBack';
import { useFocusOnMount } from '../../components/useFocusOnMount';
import { bringInOffered, leaveOffered, takeOffered } from './actions';
import classes from './Files.module.css';
import { useModule } from './store';

export function Offered({ id }: { readonly id: string }) {
  const offered = useModule((ui) => ui.offered);
  return offered && <Choice key={offered.name} id={id} name={offered.name} />;
}

function Choice({ id, name }: { readonly id: string; readonly name: string }) {
  const root = useFocusBack<HTMLFieldSetElement>();
  const first = useFocusOnMount<HTMLButtonElement>();
  return (
    <fieldset ref={root} className={classes.offered} aria-label="Dropped files">
      <p>
        What is to become of <bdi>{name}</bdi>?
      </p>
      <Button ref={first} size="compact-sm" onClick={() => void takeOffered(id)}>
        Add to this module
      </Button>
      <Button size="compact-sm" variant="default" onClick={bringInOffered}>
        Bring in as a model
      </Button>
      <Button size="compact-sm" variant="default" onClick={leaveOffered}>
        Leave it
      </Button>
    </fieldset>
  );
}
