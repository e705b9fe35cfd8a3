// Taking everything away as one file.

import { Download } from 'lucide-react';
import { useState } from 'react';
import { service } from '../../client';
import { BusyButton } from '../components/BusyButton';
import { makeBackup } from '../components/backup';
import { ExportLine, inMegabytes } from '../components/ExportLine';
import { useTakeAway } from '../components/useTakeAway';
import { useBackup } from './backupState';
import classes from './confirm.module.css';
import { Section } from './Section';

export function BackupSection() {
  const { busy, take, cancel } = useTakeAway<'backup'>('make a back-up', () => service.data.cancelBackup());
  const [name, setName] = useState('');
  const state = useBackup((backup) => backup.state);
  // Also where another tab, or this one before it was loaded anew, has begun it.
  const progress = state.phase === 'making' ? state : null;
  const making = busy !== null || progress !== null;

  const backup = async () => {
    setName('');
    setName((await take('backup', makeBackup)) ?? '');
  };

  return (
    <Section
      title="Back up"
      about="One .tar.gz file with points, models and settings, each with a checksum. Any archive program opens it."
    >
      <BusyButton leftSection={<Download size={16} aria-hidden />} busy={making} onClick={() => void backup()}>
        Back up everything
      </BusyButton>
      {making && (
        <div className={classes.moving}>
          <ExportLine label="Making the back-up" unit="MB" progress={inMegabytes(progress)} onCancel={cancel} />
        </div>
      )}
      <p aria-live="polite">{name && `Saved as ${name}, where your downloads go.`}</p>
    </Section>
  );
}
