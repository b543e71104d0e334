import { mount } from 'svelte';
import App from './shell/App.svelte';
import NoHost from './shell/NoHost.svelte';
import { AppState } from './state/app-state.svelte';
import { contractErrorOf } from './state/bridge-failure';
import { connectBridge } from './state/connect-bridge';
import './theme/tokens.css';
import './theme/base.css';

/** Finds the host and opens the window on it; without a host, says what to do. */
async function openWindow(target: Element): Promise<void> {
  try {
    const bridge = await connectBridge();
    mount(App, { target, props: { app: new AppState(bridge), bridge } });
  } catch (thrown) {
    mount(NoHost, { target, props: { error: contractErrorOf(thrown) } });
  }
}

const target = document.querySelector('#window');
if (target !== null) void openWindow(target);
