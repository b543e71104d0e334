/** The thread of the fake engine; bundled by the tests that start it. */
import { parentPort } from 'node:worker_threads';
import { serveEngine } from '../../../main/host/serve-engine';
import { openFakeSession } from './fake-engine';

if (parentPort !== null) serveEngine(parentPort, openFakeSession);
