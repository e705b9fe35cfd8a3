// This device: what is stored here, and how to keep, move or delete it.

import { PageHeader } from '../components/PageHeader';
import classes from './DataPage.module.css';

export function DataPage() {
  return (
    <div className={classes.page}>
      <PageHeader title="This device" />
    </div>
  );
}
