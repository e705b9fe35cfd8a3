// The Datasets view: the datasets there are, the one on show, and the import of others.

import { Button, Loader } from '@mantine/core';
import { useEffect } from 'react';
import { Note } from '../../components/Section';
import { LetGo } from '../../components/source/DropZone';
import classes from './DatasetsView.module.css';
import { ImportForm } from './import/ImportForm';
import { useDropAnywhere } from './import/useDropAnywhere';
import { DatasetList } from './list/DatasetList';
import { linkTo, NEW, shownAt } from './list/place';
import { Look } from './look/Look';
import { useDatasets } from './store';
import { followDatasets, refetchDatasets } from './sync';
import { useArrival } from './useArrival';
import { Welcome } from './Welcome';

export function DatasetsView() {
  const datasets = useDatasets((all) => all.state?.datasets);
  const unreachable = useDatasets((all) => all.unreachable);
  useEffect(followDatasets, []);
  const location = useArrival();
  if (!datasets) return unreachable === null ? <Waiting /> : <Unreachable message={unreachable} />;
  const shown = shownAt(location, datasets);
  const dataset = datasets.find(({ id }) => id === shown);
  return (
    <div className={classes.view} data-listed={datasets.length > 0 || undefined}>
      {datasets.length > 0 && <DatasetList datasets={datasets} shown={shown} />}
      <div className={classes.work}>
        {dataset ? (
          <>
            <DropToImport />
            <Look key={dataset.id} dataset={dataset} />
          </>
        ) : (
          <>
            {datasets.length === 0 && <Welcome />}
            <ImportForm into="dataset" />
          </>
        )}
      </div>
    </div>
  );
}

function Waiting() {
  return (
    <p className={classes.waiting} role="status">
      <Loader size="xs" aria-hidden /> Looking for your datasets…
    </p>
  );
}

function Unreachable({ message }: { readonly message: string }) {
  return (
    <div className={classes.waiting} role="alert">
      <div>
        <p className={classes.problem}>The datasets cannot be listed at present: {message}</p>
        <Note>What is stored is safe.</Note>
      </div>
      <Button size="xs" variant="default" onClick={refetchDatasets}>
        Try again
      </Button>
    </div>
  );
}

/** While a dataset is on show, what is dropped goes to the import form. */
function DropToImport() {
  const over = useDropAnywhere('dataset', goToImport);
  return over ? <LetGo>Let go to look at it</LetGo> : null;
}

function goToImport() {
  location.hash = linkTo(NEW);
}
