// The set-up as a link, and back. A link sets up and starts nothing: whoever opens it sees first what would run.

import { service } from '../../client';
import { packSetup, readSetup } from '../../client/import';
import { attempt } from '../components/attempt';
import { showError } from '../components/notify';
import { sharedLink } from '../components/sharedLink';
import { showUndo } from '../components/undo';
import { patched } from './actions';
import { useStream } from './store';

export async function linkToSetup(): Promise<string> {
  const { config } = await service.stream.state();
  return sharedLink(window.location.href, 'stream', await packSetup(config));
}

/** Sets up what the address carried. */
export async function openSharedSetup(packed: string): Promise<void> {
  try {
    const config = patched(await readSetup(packed), {});
    const { config: before } = await service.stream.state();
    await service.stream.configure(config);
    useStream.setState({ tab: 'setup' });
    const undo = () => attempt('put the set-up back', () => service.stream.configure(before));
    showUndo('Opened the shared set-up. Nothing runs until you start it.', undo, { brief: true });
  } catch (error) {
    showError(error, 'open the shared link');
  }
}
