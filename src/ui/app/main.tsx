// Starts the page.

import './mantineStyles';
import '@fontsource-variable/inter';
import './tokens.css';
import { StrictMode, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { runModules } from '../../client';
import { App } from './App';
import { followEngine } from './engineState';
import { watchErrors } from './globalErrors';
import { startPwa } from './pwa';

watchErrors();
startPwa();
followEngine();
runModules();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
const app = createRoot(root);
// In slices: index.html has drawn the first frame, and the page can be scrolled and pressed meanwhile.
startTransition(() =>
  app.render(
    <StrictMode>
      <App />
    </StrictMode>,
  ),
);
