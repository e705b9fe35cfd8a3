// The datasets that were found in a folder or archive, to be taken or left.

import { Button, Checkbox } from '@mantine/core';
import type { DiscoveredDataset } from '../../../../wire/images';
import { BusyButton } from '../../../components/BusyButton';
import { formatBytes, formatCount, plural } from '../../../components/format';
import { Note } from '../../../components/Section';
import { FoundForm } from '../../../components/source/FoundForm';
import type { Finding } from '../store';
import classes from './Open.module.css';
import { choose, giveUp, take } from './opening';
import { PART_WORDS } from './words';

interface FoundProps {
  readonly finding: Extract<Finding, { stage: 'found' }>;
  /** Another import is under way. */
  readonly busy: boolean;
}

export function Found({ finding: { name, sets, chosen, starting }, busy }: FoundProps) {
  const possible = !busy && chosen.length > 0;
  const buttons = (
    <>
      {sets.length > 0 && (
        <BusyButton type="submit" busy={starting} possible={possible}>
          {chosen.length > 1 ? `Take these ${chosen.length}` : 'Take it'}
        </BusyButton>
      )}
      <Button variant="default" disabled={starting} onClick={giveUp}>
        {sets.length > 0 ? 'Not these' : 'Choose otherwise'}
      </Button>
      {busy && <Note>One import at a time: it can begin when the other has ended.</Note>}
    </>
  );
  const found = (
    <>
      {sets.length === 0 ? 'No datasets' : plural(sets.length, 'dataset')} in <bdi>{name}</bdi>.
    </>
  );
  return (
    <FoundForm found={found} onSubmit={() => possible && void take()} buttons={buttons}>
      {sets.length === 0 && (
        <Note>Expected are folders train and test, each with a folder of images or texts for every class.</Note>
      )}
      <ul className={classes.sets}>
        {sets.map((set) => (
          <li key={set.name}>
            <Checkbox
              size="sm"
              label={<bdi>{set.name}</bdi>}
              description={factsOf(set)}
              error={set.problem}
              disabled={set.problem !== null}
              checked={chosen.includes(set.name)}
              onChange={(event) => choose(set.name, event.currentTarget.checked)}
            />
          </li>
        ))}
      </ul>
    </FoundForm>
  );
}

/** Names of classes that are listed. */
const NAMED = 12;

function factsOf({ kind, classes: names, parts, bytes }: DiscoveredDataset): string {
  const shown = names.slice(0, NAMED).join(', ');
  const more = names.length > NAMED ? ` and ${formatCount(names.length - NAMED)} more` : '';
  const files = parts.map(({ part, files: n }) => `${formatCount(n)} ${PART_WORDS[part]}`).join(', ');
  const what = kind === 'images' ? 'Images' : 'Texts, for the Reviews page';
  return `${what} · ${files} · ${plural(names.length, 'class', 'classes')}: ${shown}${more} · ${formatBytes(bytes)}`;
}
