// Taking everything away as one file.

import { Download } from 'lucide-react';
import { useState } from 'react';
import { BusyButton } from '../components/BusyButton';
import { downloadBackup } from '../components/backup';
import { showError } from '../components/notify';
import { Section } from './Section';

export function BackupSection() {
  const [busy, setBusy] = useState(false);
  const [name, setName] = useState('');

  const backup = async () => {
    setBusy(true);
    try {
      setName(await downloadBackup());
    } catch (error) {
      showError(error, 'make a back-up');
    } finally {
      setBusy(false);
    }
  };

  return (
    <Section
      title="Back up"
      about="One .tar.gz file with points, models and settings, each with a checksum. Any archive program opens it."
    >
      <BusyButton leftSection={<Download size={16} aria-hidden />} busy={busy} onClick={() => void backup()}>
        Back up everything
      </BusyButton>
      <p aria-live="polite">{name && `Saved as ${name}, where your downloads go.`}</p>
    </Section>
  );
}
