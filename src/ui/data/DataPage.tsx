// This device: what is stored here, and how to keep, move or delete it.

import { PageHeader } from '../components/PageHeader';
import { AppSection } from './AppSection';
import { BackupSection } from './BackupSection';
import { useFreshBackup } from './backupState';
import classes from './DataPage.module.css';
import { DeleteSection } from './DeleteSection';
import { RestoreSection } from './RestoreSection';
import { StorageSection } from './StorageSection';
import { useFreshStorage } from './storageState';

const EXPLANATION =
  'Everything you add and train here is kept by this browser, on this device, and is sent nowhere. ' +
  'That also means that nobody else has a copy: clear the browser’s data and it is gone. ' +
  'So here you can see how much there is, take all of it away as one file, put such a file back, or delete everything.';

export function DataPage() {
  useFreshStorage();
  useFreshBackup();
  return (
    <div className={classes.page}>
      <PageHeader
        title="This device"
        summary="What is stored here, and how to keep, move or delete it."
        explanation={EXPLANATION}
      />
      <div>
        <StorageSection />
        <BackupSection />
        <RestoreSection />
        <AppSection />
        <DeleteSection />
      </div>
    </div>
  );
}
